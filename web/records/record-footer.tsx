import { Button } from '@mantine/core'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/t.ts'
import { relative } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useChanges } from './changes.ts'
import classes from './record-footer.module.css'

/** When it came and changed, and the way to the bin or back. */
export function RecordFooter({
  type,
  record,
  onGone,
}: {
  type: RecordType
  record: AnyRecord
  onGone: () => void
}) {
  const manner = useManner()
  const may = useMay(type.name)
  const { remove, restore } = useChanges(type)
  return (
    <footer className={classes.footer}>
      <span>
        {t('records.history', {
          created: relative(record.createdAt, manner),
          changed: relative(record.updatedAt, manner),
        })}
      </span>
      {may('delete', record) &&
        (record.deletedAt ? (
          <Button onClick={() => void restore([record.id])}>{t('records.restore')}</Button>
        ) : (
          <Button
            color="red"
            variant="subtle"
            onClick={() => {
              void remove([record.id])
              onGone()
            }}
          >
            {t('records.delete')}
          </Button>
        ))}
    </footer>
  )
}
