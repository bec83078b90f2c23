import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RecordType } from '../../contract/records/record-type.ts'
import { messageOf } from '../shell/api.ts'
import { typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { FormSkeleton } from '../ui/skeleton.tsx'
import { addressOf } from './address.ts'
import { EditableFields } from './editable-fields.tsx'
import { recordQuery } from './record-api.ts'
import { RecordHead } from './record-head.tsx'
import { RecordFooter } from './record-footer.tsx'
import { RelatedCards } from './related.tsx'
import { ExpandedContext } from './titles.ts'
import { titleFields } from './view.ts'

/** A record beside its list: read and edit it without leaving. */
export default function Preview({
  type,
  id,
  onClose,
}: {
  type: RecordType
  id: string
  onClose: () => void
}) {
  const { data: record, error } = useQuery(recordQuery(type, id))
  return (
    <SidePanel
      title={record?.title ?? typeLabel(type).one}
      onClose={onClose}
      actions={
        <Button component={Link} to={addressOf(type.name, id)} rightSection={<KeyHint keys="o" />}>
          {t('records.open')}
        </Button>
      }
    >
      {error ? (
        messageOf(error)
      ) : record ? (
        <ExpandedContext value={record.expanded ?? {}}>
          <RecordHead key={`head ${id}`} type={type} record={record} place="panel" />
          <EditableFields
            key={id}
            type={type}
            record={record}
            first={[...titleFields(type), ...type.columns]}
          />
          <RelatedCards type={type} record={record} plain />
          <RecordFooter type={type} record={record} onGone={onClose} />
        </ExpandedContext>
      ) : (
        <FormSkeleton />
      )}
    </SidePanel>
  )
}
