import { lazy, Suspense } from 'react'
import { ask, useAsked } from '../records/asking.ts'

/** Every page listens, few ever ask. */
const AskingDialog = lazy(() => import('./asking-dialog.tsx'))

/** Asks for what a move lacks, wherever on the page it was tried. */
export default function Asking() {
  const refused = useAsked()
  return (
    refused && (
      <Suspense>
        <AskingDialog refused={refused} onDone={() => ask(null)} />
      </Suspense>
    )
  )
}
