import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { urlOf } from '../../../contract/http/client.ts'
import type { Import, Report } from '../../../contract/records/import.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import { messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { day, dayIn, number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { SimpleTable } from '../../ui/simple-table.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { refusalsQuery } from './import-api.ts'
import classes from './import.module.css'

/** The rows that were not taken, each with its place and the reason. */
export function RefusedRows({ of: one }: { of: Import }) {
  const manner = useManner()
  const list = useInfiniteQuery(refusalsQuery(one.id))
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Card title={t('import.refusals')} className={classes.flushList ?? ''}>
      <p className={classes.inset}>
        {t('import.refusalsText')}{' '}
        {one.filesUntil && t('import.filesUntil', { day: day(dayIn(one.filesUntil, manner), manner) })}
      </p>
      <div className={classes.downloads}>
        {one.passes.map(
          ({ name, counts }, pass) =>
            counts.refused > 0 &&
            one.filesUntil && (
              <Button
                // oxlint-disable-next-line react/no-array-index-key
                key={pass}
                component="a"
                href={urlOf(importRoutes.refusedRows, { params: { id: one.id }, query: { pass } })}
                download
              >
                {t('import.downloadRefused', { file: name })}
              </Button>
            ),
        )}
      </div>
      {list.isPending ? (
        <RowsSkeleton rows={4} />
      ) : list.isError ? (
        <p className={classes.failure}>{messageOf(list.error)}</p>
      ) : (
        <SimpleTable
          label={t('import.refusals')}
          heads={[
            t('import.file'),
            t('import.row'),
            t('import.column'),
            t('import.value'),
            t('import.reason'),
          ]}
        >
          {rows.map(({ pass, file, row, column, value, reason }) => (
            <tr key={`${pass} ${row}`}>
              <td className={classes.fileName} title={file}>
                {file}
              </td>
              <td>{number(row, manner)}</td>
              <td>{column ?? '—'}</td>
              <td className={classes.told} title={value ?? undefined}>
                {value === '' ? <span className={classes.blank}>{t('import.blank')}</span> : (value ?? '—')}
              </td>
              <td>{reason}</td>
            </tr>
          ))}
        </SimpleTable>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" className={classes.more ?? ''} onClick={() => void list.fetchNextPage()}>
          {t('import.moreRefusals')}
        </Button>
      )}
    </Card>
  )
}

const shownDuplicates = 20

/** Rows that share something with a record they are not. */
export function DuplicatesFound({ duplicates }: { duplicates: Report['duplicates'] }) {
  return (
    <Card title={t('import.duplicates')}>
      <p className={classes.muted}>{t('import.duplicatesText')}</p>
      <ul className={classes.bullets}>
        {duplicates.slice(0, shownDuplicates).map(({ pass, row, by, value, record, other }) => (
          <li key={`${pass} ${row} ${by} ${value}`}>
            {t('import.row')} {row}: {t('import.shares', { record, other, by, value })}
          </li>
        ))}
      </ul>
    </Card>
  )
}
