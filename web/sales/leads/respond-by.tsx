import { openLeadStatuses } from '../../../contract/sales/lead.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { Countdown } from '../../ui/countdown.tsx'
import { Relative } from '../../ui/manner.tsx'

const isOpen = (status: unknown) => (openLeadStatuses as readonly unknown[]).includes(status)

/** The clock of a lead: how long is left, or how it was met. Of one that is decided, only when it was to be. */
export default function RespondBy({ record }: { record: AnyRecord }) {
  const by = record['respondBy'] as string | null
  const metAt = record['firstTouchedAt'] as string | null
  if (!by) return null
  if (!isOpen(record['status']) && !metAt) return <Relative value={by} />
  return <Countdown by={by} warnAt={record['warnAt'] as string | null} metAt={metAt} />
}
