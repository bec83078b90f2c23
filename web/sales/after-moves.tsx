import AfterClosing from './after-closing.tsx'
import Asking from './asking.tsx'

/** What every page listens for: deals that were closed, and moves that lack something. Few pages ever ask. */
export default function AfterMoves() {
  return (
    <>
      <AfterClosing />
      <Asking />
    </>
  )
}
