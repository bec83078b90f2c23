import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Import } from '../../../contract/records/import.ts'
import { isRecordTarget } from '../../../contract/import-targets.ts'
import { messageOf } from '../../shell/api.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { SimpleTable } from '../../ui/simple-table.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { RecordLink } from '../record-link.tsx'
import { keptQuery, undoPreviewQuery } from './import-api.ts'
import classes from './import.module.css'
import { targetTypeOf } from './target-types.ts'

const counted = (recordType: string, count: number) => {
  const label = typeLabel(targetTypeOf(recordType))
  return t('import.undoCount', { count, one: inText(label.one), many: inText(label.many) })
}

interface UndoPreviewProps {
  of: Import
  onUndo: () => void
  onLeave: () => void
}

/** What undoing would do, before it does it. */
export function UndoPreview({ of: one, onUndo, onLeave }: UndoPreviewProps) {
  const preview = useQuery(undoPreviewQuery(one.id))
  const { types = [], touched = 0 } = preview.data ?? {}
  const told = (which: 'created' | 'changed') =>
    types.filter((type) => type[which] > 0).map((type) => counted(type.recordType, type[which]))
  const [created, changed] = [told('created'), told('changed')]
  return (
    <Card title={t('import.undo')}>
      {preview.isPending ? (
        <RowsSkeleton rows={3} />
      ) : preview.isError ? (
        <p className={classes.failure}>{messageOf(preview.error)}</p>
      ) : (
        <>
          <ul className={classes.bullets}>
            {created.length > 0 && <li>{t('import.undoCreated', { what: created.join(', ') })}</li>}
            {changed.length > 0 && <li>{t('import.undoChanged', { what: changed.join(', ') })}</li>}
            {created.length + changed.length === 0 && <li>{t('import.undoNothing')}</li>}
            <li>{touched > 0 ? t('import.undoTouched', { count: touched }) : t('import.undoUntouched')}</li>
          </ul>
          <div className={classes.confirm}>
            <Button variant="filled" onClick={onUndo}>
              {t('import.undoNow')}
            </Button>
            <Button variant="subtle" onClick={onLeave}>
              {t('import.undoNot')}
            </Button>
          </div>
        </>
      )}
    </Card>
  )
}

/** What undoing has done so far, and what it left as it is. */
export function WhatIsUndone({ of: one }: { of: Import }) {
  if (!one.undo) return null
  const { binned, reverted, kept } = one.undo
  return (
    <>
      <Card title={t('import.undoneTitle')}>
        <ul className={classes.bullets}>
          {(binned > 0 || reverted + kept === 0) && <li>{t('import.undoneBinned', { count: binned })}</li>}
          {reverted > 0 && <li>{t('import.undoneReverted', { count: reverted })}</li>}
          {kept > 0 && <li>{t('import.undoneKept', { count: kept })}</li>}
        </ul>
      </Card>
      {kept > 0 && <KeptRecords of={one} />}
    </>
  )
}

function KeptRecords({ of: one }: { of: Import }) {
  const list = useInfiniteQuery(keptQuery(one.id))
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Card title={t('import.kept')} className={classes.flushList ?? ''}>
      {list.isPending ? (
        <RowsSkeleton rows={3} />
      ) : list.isError ? (
        <p className={classes.failure}>{messageOf(list.error)}</p>
      ) : (
        <SimpleTable
          label={t('import.kept')}
          heads={[t('import.keptRecord'), t('import.keptFields'), t('import.reason')]}
        >
          {rows.map(({ id, recordType, title, fields, reason }) => (
            <tr key={id}>
              <td>
                {isRecordTarget(recordType) ? (
                  <RecordLink type={recordType} id={id} className={classes.link}>
                    {title ?? typeLabel(targetTypeOf(recordType)).one}
                  </RecordLink>
                ) : (
                  typeLabel(targetTypeOf(recordType)).one
                )}
              </td>
              <td>{fields.length > 0 ? fields.join(', ') : t('import.keptWhole')}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </SimpleTable>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" className={classes.more ?? ''} onClick={() => void list.fetchNextPage()}>
          {t('import.moreKept')}
        </Button>
      )}
    </Card>
  )
}
