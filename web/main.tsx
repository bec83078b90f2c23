import { createRoot } from 'react-dom/client'
import './shell/styles.ts'
import { App } from './shell/app.tsx'
import { lightOnPaper } from './ui/paper.ts'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root')
createRoot(root).render(<App />)
lightOnPaper()

// A page left open over an upgrade asks for files that are gone: the new page has the new ones.
window.addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('throughline.reloaded') ?? 0)
  if (Date.now() - last < 10_000) return
  // Where the server does not answer, a new page would be none at all.
  void fetch('/healthz').then(
    ({ ok }) => {
      if (!ok) return
      sessionStorage.setItem('throughline.reloaded', String(Date.now()))
      location.reload()
    },
    () => undefined,
  )
})
