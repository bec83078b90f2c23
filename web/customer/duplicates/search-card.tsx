import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { duplicateReviewRoutes } from '../../../contract/customer/duplicates.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useSession } from '../../shell/session.tsx'
import { inText, typeLabel } from '../../text/labels.ts'
import { t, type SeldomKey } from '../../text/seldom.ts'
import { relative } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { searchQuery } from './duplicates-api.ts'
import classes from './duplicates.module.css'

/** How the search of all records stands, what it left out, and how to begin it anew. */
export function SearchCard({ type }: { type: RecordType }) {
  const queries = useQueryClient()
  const manner = useManner()
  const { rights } = useSession()
  const { data: search } = useQuery(searchQuery(type))
  const running = search?.state === 'running'
  useEffect(() => {
    if (!running) void queries.invalidateQueries({ queryKey: ['duplicates', type.name, 'pairs'] })
  }, [running, queries, type.name])
  const may = rights.includes('administer')
  const routes = duplicateReviewRoutes(type)
  const act = async (route: typeof routes.startSearch | typeof routes.cancelSearch) => {
    try {
      await call(route as typeof routes.cancelSearch)
    } catch (error) {
      toastFailed(messageOf(error), () => void act(route))
    }
    await queries.invalidateQueries({ queryKey: ['duplicates', type.name, 'search'] })
  }
  if (!search && !may) return null
  const largest = search?.large[0]
  return (
    <div className={classes.search}>
      {running ? (
        <>
          <label className={classes.searching}>
            <span>{t('duplicates.searching', { many: inText(typeLabel(type).many) })}</span>
            <progress max={1} value={search.progress} />
          </label>
          {may && <Button onClick={() => void act(routes.cancelSearch)}>{t('duplicates.stop')}</Button>}
        </>
      ) : (
        <>
          <span>
            {search?.finishedAt &&
              t('duplicates.searched', {
                when: relative(search.finishedAt, manner),
                records: search.records,
                count: search.found,
              })}{' '}
            {search && largest && (
              <>
                {t('duplicates.large', {
                  count: search.largeGroups,
                  size: largest.size,
                  kind: t(`duplicates.kind.${largest.kind}` as SeldomKey & 'duplicates.kind.name'),
                })}
              </>
            )}
          </span>
          {may && (
            <Button variant="subtle" onClick={() => void act(routes.startSearch)}>
              {t('duplicates.searchAgain')}
            </Button>
          )}
        </>
      )}
    </div>
  )
}
