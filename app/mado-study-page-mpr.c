/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mado-study-page-private.h"

/* Which plane stands where in the MPR layout; the source has the last place. */
static const MadoPlaneKind kinds[] = {MADO_PLANE_AXIAL, MADO_PLANE_CORONAL,
                                      MADO_PLANE_SAGITTAL};
#define SOURCE G_N_ELEMENTS (kinds)

static MadoViewport *
get_viewport (MadoStudyPage *self, int i)
{
  return mado_viewport_grid_get_viewport (self->grid, i);
}

static void
clear_saved (MadoSavedLayout *saved)
{
  for (int i = 0; i < MADO_STUDY_PAGE_MAX_VIEWS; i++)
    g_clear_object (&saved->views[i].set);
}

static void
save (MadoStudyPage *self)
{
  MadoSavedLayout *saved = &self->saved;
  const int n = mado_viewport_grid_get_n_viewports (self->grid);

  clear_saved (saved);
  saved->layout = *mado_viewport_grid_get_layout (self->grid);
  saved->active = 0;
  for (int i = 0; i < n; i++) {
    MadoViewport *viewport = get_viewport (self, i);
    MadoSavedView *view = &saved->views[i];

    if (viewport == mado_viewport_grid_get_active (self->grid))
      saved->active = i;
    if (mado_viewport_get_mpr (viewport) != NULL)
      continue;
    g_set_object (&view->set, mado_viewport_get_display_set (viewport));
    view->index = mado_viewport_get_index (viewport);
    view->state = *mado_viewport_get_state (viewport);
  }
}

static void
restore (MadoStudyPage *self)
{
  const MadoSavedLayout *saved = &self->saved;

  mado_viewport_grid_set_layout (self->grid, &saved->layout);
  for (int i = 0; i < MADO_STUDY_PAGE_MAX_VIEWS && i < saved->layout.n_cells; i++) {
    MadoViewport *viewport = get_viewport (self, i);
    const MadoSavedView *view = &saved->views[i];

    if (mado_viewport_get_mpr (viewport) != NULL)
      mado_viewport_set_mpr (viewport, NULL, MADO_PLANE_AXIAL);
    mado_viewport_set_display_set (viewport, view->set, view->index);
    if (view->set != NULL)
      mado_viewport_set_state (viewport, &view->state);
  }
  mado_viewport_grid_set_active (self->grid, saved->active);
}

void
mado_study_page_forget_mpr (MadoStudyPage *self)
{
  clear_saved (&self->saved);
  g_clear_object (&self->mpr);
}

/* The source as it was shown, to begin with the reader's window. */
static void
show_planes (MadoStudyPage *self, int index, const MadoViewState *state)
{
  MadoDisplaySet *set = mado_mpr_get_display_set (self->mpr);
  MadoViewport *source = get_viewport (self, SOURCE);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    mado_viewport_set_mpr (get_viewport (self, (int) i), self->mpr, kinds[i]);
  mado_viewport_set_mpr (source, NULL, MADO_PLANE_AXIAL);
  mado_viewport_set_display_set (source, set, index);
  if (state != NULL)
    mado_viewport_set_state (source, state);
}

void
mado_study_page_show_mpr (MadoStudyPage *self, MadoDisplaySet *set)
{
  MadoViewport *active = mado_study_page_get_active (self);
  const gboolean is_source = mado_viewport_get_display_set (active) == set &&
                             mado_viewport_get_mpr (active) == NULL;
  const int index = is_source ? mado_viewport_get_index (active) : -1;
  const MadoViewState state = *mado_viewport_get_state (active);
  MadoGridLayout layout;

  if (self->mpr == NULL)
    save (self);
  g_clear_object (&self->mpr);
  self->mpr = mado_mpr_new (set);
  mado_grid_layout_init_regular (&layout, 2, 2);
  mado_viewport_grid_set_layout (self->grid, &layout);
  mado_study_page_connect_viewports (self);
  show_planes (self, index, is_source ? &state : NULL);
  mado_viewport_grid_set_active (self->grid, 0);
  gtk_widget_grab_focus (GTK_WIDGET (get_viewport (self, 0)));
}

gboolean
mado_study_page_is_mpr (MadoStudyPage *self)
{
  return self->mpr != NULL;
}

void
mado_study_page_set_mpr (MadoStudyPage *self, gboolean is_mpr)
{
  MadoDisplaySet *set =
      mado_viewport_get_display_set (mado_study_page_get_active (self));

  if ((is_mpr != FALSE) == (self->mpr != NULL))
    return;
  if (is_mpr) {
    if (set != NULL)
      mado_study_page_show_mpr (self, set);
    return;
  }
  restore (self);
  mado_study_page_forget_mpr (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

MadoMpr *
mado_study_page_get_mpr (MadoStudyPage *self, MadoPlaneKind *kind)
{
  MadoViewport *active = mado_study_page_get_active (self);
  MadoMpr *mpr = mado_viewport_get_mpr (active);

  if (mpr != NULL)
    *kind = mado_viewport_get_plane_kind (active);
  return mpr;
}

/* The planes themselves are taken over: how they are turned and what slabs they have
 * stays. */
void
mado_study_page_copy_mpr (MadoStudyPage *self, MadoStudyPage *other)
{
  const MadoSavedLayout *from = &other->saved;
  const int n = mado_viewport_grid_get_n_viewports (other->grid);

  if (other->mpr == NULL)
    return;
  self->mpr = g_object_ref (other->mpr);
  self->saved.layout = from->layout;
  self->saved.active = from->active;
  for (int i = 0; i < MADO_STUDY_PAGE_MAX_VIEWS; i++) {
    g_set_object (&self->saved.views[i].set, from->views[i].set);
    self->saved.views[i].index = from->views[i].index;
    self->saved.views[i].state = from->views[i].state;
  }
  for (int i = 0; i < n; i++) {
    MadoViewport *viewport = get_viewport (other, i);
    MadoMpr *mpr = mado_viewport_get_mpr (viewport);

    if (mpr == NULL)
      continue;
    mado_viewport_set_mpr (get_viewport (self, i), mpr,
                           mado_viewport_get_plane_kind (viewport));
    mado_viewport_set_state (get_viewport (self, i),
                             mado_viewport_get_state (viewport));
  }
}
