import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import { RecordLink } from '../records/record-link.tsx'
import { messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { day } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { written } from './figures.ts'
import { behindQuery } from './metric-api.ts'
import type { Behind } from './metric-api.ts'
import classes from './behind-panel.module.css'

interface BehindPanelProps {
  definition: MetricDefinition
  /** Which of them: a group, a unit of time, all, those left out. */
  what: string
  behind: Behind
  onClose: () => void
}

/** What a row's value is measured in: the amount of a deal also behind a count or a rate. */
const unitOf = (value: unknown, definition: MetricDefinition) =>
  typeof value === 'number' ? definition.unit : 'money'

/** The very records behind a figure, each leading to its page. */
export function BehindPanel({ definition, what, behind, onClose }: BehindPanelProps) {
  const manner = useManner()
  const query = useInfiniteQuery(behindQuery(definition.slug, behind))
  const rows = query.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <SidePanel title={t('metrics.recordsOf', { metric: definition.name, what })} onClose={onClose}>
      {query.isPending ? (
        <RowsSkeleton />
      ) : query.isError ? (
        <p className={classes.aside}>{messageOf(query.error)}</p>
      ) : rows.length === 0 ? (
        <p className={classes.aside}>{t('metrics.noRecords')}</p>
      ) : (
        <ul className={classes.rows}>
          {rows.map(({ type, id, title, on, value, outcome }) => (
            <li key={id}>
              <RecordLink type={type} id={id} className={classes.row}>
                <span className={classes.title}>{title}</span>
                <span className={classes.value}>
                  {value === null ? '' : written(value, unitOf(value, definition), manner, 'full')}
                </span>
                <span className={classes.aside}>{on ? day(on, manner) : ''}</span>
                <span className={`${classes.aside} ${classes.outcome}`}>{outcome}</span>
              </RecordLink>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button
          fullWidth
          mt={12}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('metrics.moreRecords')}
        </Button>
      )}
    </SidePanel>
  )
}
