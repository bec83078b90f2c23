import { lazy, Suspense, useEffect, useState } from 'react'
import { deal } from '../../contract/sales/deal.ts'
import { lead } from '../../contract/sales/lead.ts'
import { followRefusals } from '../records/asking.ts'
import type { RefusedChange } from '../records/asking.ts'

/** Every page listens, few ever ask. */
const AskingDialog = lazy(() => import('./asking-dialog.tsx'))

/** A deal that is moved without what that needs, or a lead that is put where a reason or a day belongs to it. */
const isOurs = ({ type, values, error }: RefusedChange): boolean => {
  const paths = (error.problem.errors ?? []).map(({ path }) => path)
  if (error.problem.status !== 422 || paths.length === 0) return false
  // A value that does not fit is for the form to say that took it.
  if (type.name === deal.name) return 'stage' in values && paths.every((path) => values[path] == null)
  return type.name === lead.name && (values['status'] === 'disqualified' || values['status'] === 'recycled')
}

/** Asks for what a move lacks, wherever on the page it was tried. */
export default function Asking() {
  const [refused, setRefused] = useState<RefusedChange | null>(null)
  useEffect(
    () =>
      followRefusals((change) => {
        if (!isOurs(change)) return false
        setRefused(change)
        return true
      }),
    [],
  )
  return (
    refused && (
      <Suspense>
        <AskingDialog refused={refused} onDone={() => setRefused(null)} />
      </Suspense>
    )
  )
}
