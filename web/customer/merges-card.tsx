import { useQuery } from '@tanstack/react-query'
import type { Merge } from '../../contract/records/merge.ts'
import { mergeRoutes } from '../../contract/records/merge.ts'
import { mergesQuery, useRefreshMerged } from '../records/compare/compare-api.ts'
import { call, messageOf } from '../shell/api.ts'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { Card } from '../ui/card.tsx'
import { day, dayIn, relative } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import classes from './side.module.css'
import type { CustomerProps } from './wing-parts.ts'

/** What was merged into this record, and how to take it apart again while that can be done. */
export function MergesCard({ type, record }: CustomerProps) {
  const manner = useManner()
  const may = useMay(type.name)
  const refresh = useRefreshMerged()
  const { data } = useQuery(mergesQuery(type, record.id))
  if (!data || data.data.length === 0) return null
  const apart = async ({ id, secondary }: Merge) => {
    try {
      await call(mergeRoutes(type).unmerge, { params: { id: record.id, merge: id } })
      toastDone(t('merges.done', { title: secondary.title }))
    } catch (error) {
      toastFailed(messageOf(error))
    }
    await refresh()
  }
  return (
    <Card title={t('merges.title')}>
      <ul>
        {data.data.map((merge) => (
          <li key={merge.id} className={classes.row}>
            <span className={classes.name}>{merge.secondary.title}</span>
            <span className={classes.quiet}>
              {merge.mergedBy
                ? t('merges.by', { when: relative(merge.mergedAt, manner), who: merge.mergedBy.title })
                : relative(merge.mergedAt, manner)}
            </span>
            {merge.reason ? (
              <span className={classes.why}>{merge.reason}</span>
            ) : (
              may('edit', record) && (
                <span className={classes.quiet}>
                  <button
                    type="button"
                    className={classes.aside}
                    aria-label={t('merges.apartLabel', { title: merge.secondary.title })}
                    onClick={() => void apart(merge)}
                  >
                    {t('merges.apart')}
                  </button>{' '}
                  {t('merges.until', { day: day(dayIn(merge.until, manner), manner) })}
                </span>
              )
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
