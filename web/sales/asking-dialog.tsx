import { Modal } from '@mantine/core'
import { deal } from '../../contract/sales/deal.ts'
import type { RefusedChange } from '../records/asking.ts'
import { t } from '../text/seldom.ts'
import { MoveForm } from './deals/move-form.tsx'
import { DisqualifyForm, RecycleForm } from './leads/decision-forms.tsx'

/** What a refused move lacks, to be given in place; then it goes on at once. */
export default function AskingDialog({ refused, onDone }: { refused: RefusedChange; onDone: () => void }) {
  const { type, record, values } = refused
  const isDeal = type.name === deal.name
  const title = isDeal
    ? t('exit.title', { title: record.title })
    : t(values['status'] === 'recycled' ? 'lead.recycle' : 'lead.disqualify')
  const Decide = values['status'] === 'recycled' ? RecycleForm : DisqualifyForm
  return (
    <Modal opened onClose={onDone} title={title} size="sm" closeButtonProps={{ 'aria-label': t('ui.close') }}>
      {isDeal ? (
        <MoveForm deal={record} values={values} onDone={onDone} />
      ) : (
        <Decide lead={record} onDone={onDone} />
      )}
    </Modal>
  )
}
