import { Modal } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { RefusedChange } from '../records/asking.ts'
import { t } from '../text/seldom.ts'
import { FormSkeleton } from '../ui/skeleton.tsx'
import type { Outcome } from './closing.ts'

// Each by itself: what every page knows of is this file alone, and not all that the forms are made of.
const ClosingForm = lazy(async () => ({ default: (await import('./closing-form.tsx')).ClosingForm }))
const MoveForm = lazy(async () => ({ default: (await import('./deals/move-form.tsx')).MoveForm }))
const DisqualifyForm = lazy(async () => ({
  default: (await import('./leads/decision-forms.tsx')).DisqualifyForm,
}))
const RecycleForm = lazy(async () => ({ default: (await import('./leads/decision-forms.tsx')).RecycleForm }))

/** What a refused move lacks, to be given in place; then it goes on at once. */
export default function AskingDialog({ refused, onDone }: { refused: RefusedChange; onDone: () => void }) {
  const { type, record, values } = refused
  const isDeal = type.name === 'deal'
  const title = isDeal
    ? t('exit.title', { title: record.title })
    : t(values['status'] === 'recycled' ? 'lead.recycle' : 'lead.disqualify')
  const Decide = values['status'] === 'recycled' ? RecycleForm : DisqualifyForm
  return (
    <Modal opened onClose={onDone} title={title} size="sm" closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Suspense fallback={<FormSkeleton />}>
        {isDeal ? (
          <MoveForm deal={record} values={values} onDone={onDone} />
        ) : (
          <Decide lead={record} onDone={onDone} />
        )}
      </Suspense>
    </Modal>
  )
}

interface WhyItEndedProps {
  deal: AnyRecord
  outcome: Outcome
  onDone: () => void
}

/** What is asked about a deal that is closed already. */
export function WhyItEnded({ deal, outcome, onDone }: WhyItEndedProps) {
  return <ClosingForm deal={deal} outcome={outcome} stages={[]} closed onDone={onDone} />
}
