/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-gl-offscreen-private.h"

#include <string.h>

#include <epoxy/egl.h>
#include <epoxy/gl.h>

struct _MadoGlOffscreen {
  EGLDisplay display;
  EGLContext context;
  MadoGlRenderer *renderer;
  MadoGlVolumeRenderer *volume_renderer; /* nullable: made when first drawn with */
};

/* What is to be drawn: a frame or a plane of a volume. */
typedef struct {
  const MadoRenderInput *input; /* nullable */
  MadoVolume *volume;           /* nullable */
  const MadoPlaneView *view;    /* of @volume */
  const MadoViewState *state;   /* of either */
} Request;

/* What was current before, to be put back. */
typedef struct {
  EGLenum api;
  EGLDisplay display;
  EGLContext context;
  EGLSurface draw;
  EGLSurface read;
} Current;

static bool
set_error (GError **error, const char *what)
{
  g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_GL,
               "no OpenGL without a display: %s", what);
  return false;
}

static bool
enter (MadoGlOffscreen *self, Current *previous, GError **error)
{
  *previous = (Current){
      .api = eglQueryAPI (),
      .display = eglGetCurrentDisplay (),
      .context = eglGetCurrentContext (),
      .draw = eglGetCurrentSurface (EGL_DRAW),
      .read = eglGetCurrentSurface (EGL_READ),
  };
  eglBindAPI (EGL_OPENGL_API);
  if (eglMakeCurrent (self->display, EGL_NO_SURFACE, EGL_NO_SURFACE, self->context))
    return true;
  return set_error (error, "the context cannot be made current");
}

static void
leave (MadoGlOffscreen *self, const Current *previous)
{
  eglMakeCurrent (self->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  if (previous->api != EGL_NONE)
    eglBindAPI (previous->api);
  if (previous->context != EGL_NO_CONTEXT)
    eglMakeCurrent (previous->display, previous->draw, previous->read,
                    previous->context);
}

/* Never terminated: the display is the process's, not ours. */
static bool
open_display (MadoGlOffscreen *self, GError **error)
{
  if (!epoxy_has_egl ())
    return set_error (error, "libEGL is not installed");
  if (!epoxy_has_egl_extension (EGL_NO_DISPLAY, "EGL_EXT_platform_base") ||
      !epoxy_has_egl_extension (EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless"))
    return set_error (error, "EGL_MESA_platform_surfaceless is missing");

  self->display = eglGetPlatformDisplayEXT (EGL_PLATFORM_SURFACELESS_MESA,
                                            EGL_DEFAULT_DISPLAY, NULL);
  if (self->display == EGL_NO_DISPLAY || !eglInitialize (self->display, NULL, NULL))
    return set_error (error, "EGL does not start");
  return true;
}

static bool
make_context (MadoGlOffscreen *self, EGLContext shared, GError **error)
{
  static const EGLint config_attributes[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE,
                                             EGL_OPENGL_BIT, EGL_NONE};
  static const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION,
                                      3,
                                      EGL_CONTEXT_MINOR_VERSION,
                                      3,
                                      EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                      EGL_NONE};
  const EGLenum api = eglQueryAPI ();
  EGLConfig config = NULL;
  EGLint n = 0;

  if (!eglBindAPI (EGL_OPENGL_API))
    return set_error (error, "EGL knows no desktop OpenGL");
  if (eglChooseConfig (self->display, config_attributes, &config, 1, &n) && n > 0)
    self->context = eglCreateContext (self->display, config, shared, attributes);
  if (api != EGL_NONE)
    eglBindAPI (api);
  return self->context != EGL_NO_CONTEXT
             ? true
             : set_error (error, "no context of OpenGL 3.3");
}

static MadoGlOffscreen *
make_offscreen (MadoGlOffscreen *other, GError **error)
{
  g_autoptr (MadoGlOffscreen) self = g_new0 (MadoGlOffscreen, 1);
  const EGLContext shared = other != NULL ? other->context : EGL_NO_CONTEXT;
  Current previous;

  self->display = EGL_NO_DISPLAY;
  self->context = EGL_NO_CONTEXT;
  if (!open_display (self, error) || !make_context (self, shared, error) ||
      !enter (self, &previous, error))
    return NULL;

  self->renderer = mado_gl_renderer_new (error);
  if (self->renderer != NULL && other != NULL && other->volume_renderer != NULL) {
    self->volume_renderer = mado_gl_volume_renderer_new (error);
    if (self->volume_renderer != NULL)
      mado_gl_volume_renderer_share (self->volume_renderer, other->volume_renderer);
  }
  leave (self, &previous);
  return self->renderer != NULL ? g_steal_pointer (&self) : NULL;
}

MadoGlOffscreen *
mado_gl_offscreen_new (GError **error)
{
  return make_offscreen (NULL, error);
}

MadoGlOffscreen *
mado_gl_offscreen_new_shared (MadoGlOffscreen *other, GError **error)
{
  return make_offscreen (other, error);
}

MadoGlVolumeRenderer *
mado_gl_offscreen_get_volume_renderer (MadoGlOffscreen *self)
{
  return self->volume_renderer;
}

void
mado_gl_offscreen_free (MadoGlOffscreen *self)
{
  Current previous;

  if (self == NULL)
    return;

  if (self->renderer != NULL && enter (self, &previous, NULL)) {
    mado_gl_volume_renderer_free (self->volume_renderer);
    mado_gl_renderer_free (self->renderer);
    leave (self, &previous);
  }
  if (self->context != EGL_NO_CONTEXT)
    eglDestroyContext (self->display, self->context);
  g_free (self);
}

bool
mado_gl_offscreen_is_software (MadoGlOffscreen *self)
{
  static const char *const names[] = {"llvmpipe", "softpipe", "swrast", "SWR",
                                      "Software"};
  Current previous;
  bool is_software = false;

  if (!enter (self, &previous, NULL))
    return true;

  const char *renderer = (const char *) glGetString (GL_RENDERER);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    is_software |= renderer == NULL || strstr (renderer, names[i]) != NULL;
  leave (self, &previous);
  return is_software;
}

static void
read_pixels (const MadoViewState *state, guint8 *pixels, gsize stride)
{
  const gsize row_size = (gsize) state->width * 4;
  g_autofree guint8 *upside_down = g_malloc (row_size * state->height);

  glBindBuffer (GL_PIXEL_PACK_BUFFER, 0);
  glPixelStorei (GL_PACK_ALIGNMENT, 4);
  glReadPixels (0, 0, state->width, state->height, GL_BGRA, GL_UNSIGNED_BYTE,
                upside_down);
  for (int row = 0; row < state->height; row++)
    memcpy (pixels + row * stride, upside_down + (state->height - 1 - row) * row_size,
            row_size);
}

static bool
draw_request (MadoGlOffscreen *self, const Request *request, GError **error)
{
  if (request->input != NULL)
    return mado_gl_renderer_draw (self->renderer, request->input, request->state,
                                  error);

  if (self->volume_renderer == NULL)
    self->volume_renderer = mado_gl_volume_renderer_new (error);
  return self->volume_renderer != NULL &&
         mado_gl_volume_renderer_draw (self->volume_renderer, request->volume,
                                       request->view, error);
}

/* Into a renderbuffer of the picture's size. */
static bool
draw (MadoGlOffscreen *self,
      const Request *request,
      guint8 *pixels,
      gsize stride,
      GError **error)
{
  const MadoViewState *state = request->state;
  GLuint framebuffer = 0, renderbuffer = 0;
  GLint max_size = 0;
  bool is_drawn = false;

  glGetIntegerv (GL_MAX_RENDERBUFFER_SIZE, &max_size);
  if (state->width > max_size || state->height > max_size) {
    g_set_error (error, MADO_RENDER_ERROR, MADO_RENDER_ERROR_TOO_LARGE,
                 "a picture of %d × %d is beyond the %d of the graphics card",
                 state->width, state->height, max_size);
    return false;
  }

  glGenFramebuffers (1, &framebuffer);
  glGenRenderbuffers (1, &renderbuffer);
  glBindFramebuffer (GL_FRAMEBUFFER, framebuffer);
  glBindRenderbuffer (GL_RENDERBUFFER, renderbuffer);
  glRenderbufferStorage (GL_RENDERBUFFER, GL_RGBA8, state->width, state->height);
  glFramebufferRenderbuffer (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER,
                             renderbuffer);
  if (glCheckFramebufferStatus (GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE)
    is_drawn = draw_request (self, request, error);
  else
    set_error (error, "the framebuffer is not complete");
  if (is_drawn && pixels != NULL)
    read_pixels (state, pixels, stride);
  else
    glFinish ();
  glBindFramebuffer (GL_FRAMEBUFFER, 0);
  glBindRenderbuffer (GL_RENDERBUFFER, 0);
  glDeleteFramebuffers (1, &framebuffer);
  glDeleteRenderbuffers (1, &renderbuffer);
  return is_drawn;
}

static bool
enter_and_draw (MadoGlOffscreen *self,
                const Request *request,
                guint8 *pixels,
                gsize stride,
                GError **error)
{
  Current previous;

  if (request->state->width <= 0 || request->state->height <= 0)
    return true;
  if (!enter (self, &previous, error))
    return false;

  const bool is_drawn = draw (self, request, pixels, stride, error);

  leave (self, &previous);
  return is_drawn;
}

bool
mado_gl_offscreen_draw (MadoGlOffscreen *self,
                        const MadoRenderInput *input,
                        const MadoViewState *state,
                        guint8 *pixels,
                        gsize stride,
                        GError **error)
{
  const Request request = {.input = input, .state = state};

  return enter_and_draw (self, &request, pixels, stride, error);
}

bool
mado_gl_offscreen_draw_volume (MadoGlOffscreen *self,
                               MadoVolume *volume,
                               const MadoPlaneView *view,
                               guint8 *pixels,
                               gsize stride,
                               GError **error)
{
  const Request request = {.volume = volume, .view = view, .state = &view->view};

  return enter_and_draw (self, &request, pixels, stride, error);
}

/* Each thread keeps its context: making one takes longer than drawing. */
static MadoGlOffscreen *
get_own (GError **error)
{
  static GPrivate key = G_PRIVATE_INIT ((GDestroyNotify) mado_gl_offscreen_free);
  MadoGlOffscreen *offscreen = g_private_get (&key);

  if (offscreen == NULL) {
    offscreen = mado_gl_offscreen_new (error);
    g_private_set (&key, offscreen);
  }
  return offscreen;
}

bool
mado_render_gl_offscreen (const MadoRenderInput *input,
                          const MadoViewState *state,
                          guint8 *pixels,
                          gsize stride,
                          GError **error)
{
  MadoGlOffscreen *offscreen = get_own (error);

  return offscreen != NULL &&
         mado_gl_offscreen_draw (offscreen, input, state, pixels, stride, error);
}

bool
mado_reslice_gl_offscreen (MadoVolume *volume,
                           const MadoPlaneView *view,
                           guint8 *pixels,
                           gsize stride,
                           GError **error)
{
  MadoGlOffscreen *offscreen = get_own (error);

  return offscreen != NULL &&
         mado_gl_offscreen_draw_volume (offscreen, volume, view, pixels, stride, error);
}
