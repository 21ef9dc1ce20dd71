// Starts the design system's components and keeps a running match run's progress up to date.
import { initAll } from 'govuk-frontend'

const EVERY_MS = 1000

/** Ask how far the run is; show it, and load the page again once it is over. */
async function follow (panel) {
  const answer = await fetch(panel.dataset.run, { headers: { Accept: 'application/json' } })
  if (!answer.ok) return
  const run = await answer.json()
  if (run.is_over) {
    window.location.reload()
    return
  }
  const bar = panel.querySelector('progress')
  bar.value = run.progress
  const words = panel.querySelector('[data-stage]')
  const text = `${run.stage}: ${run.progress}%`
  if (words.textContent !== text) words.textContent = text
  window.setTimeout(() => follow(panel), EVERY_MS)
}

initAll()
document.querySelectorAll('[data-run]').forEach((panel) => follow(panel))
