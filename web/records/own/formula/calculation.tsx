import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { formulaRoutes } from '../../../../contract/records/formula-routes.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import { call, messageOf } from '../../../shell/api.ts'
import { inText, typeLabel } from '../../../text/labels.ts'
import { t } from '../../../text/seldom.ts'
import { relative } from '../../../ui/format.ts'
import { useManner } from '../../../ui/manner.tsx'
import { toastFailed } from '../../../ui/toast.tsx'
import { calculationsQuery } from './formula-api.ts'
import classes from './formula.module.css'

/** How far the formulas of a type are calculated, with the means to stop that and to begin again. */
export function Calculation({ type }: { type: RecordType }) {
  const queries = useQueryClient()
  const manner = useManner()
  const { data } = useQuery(calculationsQuery)
  const fill = data?.find(({ recordType }) => recordType === type.name)
  const running = fill !== undefined && !fill.finishedAt && !fill.stoppedAt
  useEffect(() => {
    if (!running) void queries.invalidateQueries({ queryKey: ['records'] })
  }, [running, queries])
  const many = inText(typeLabel(type).many)
  const act = async (route: typeof formulaRoutes.stop | typeof formulaRoutes.calculate) => {
    try {
      await call(route as typeof formulaRoutes.stop, { params: { recordType: type.name } })
    } catch (error) {
      toastFailed(messageOf(error))
    }
    await queries.invalidateQueries({ queryKey: calculationsQuery.queryKey })
  }
  if (!fill) return null
  const { done, total } = fill
  return (
    <div className={classes.calculation}>
      {running ? (
        <>
          <label>
            <span>{t('formula.calculating', { many, done, total })}</span>
            <progress max={Math.max(1, total)} value={done} />
          </label>
          <Button
            size="compact-sm"
            aria-label={t('formula.stopOf', { many })}
            onClick={() => void act(formulaRoutes.stop)}
          >
            {t('formula.stop')}
          </Button>
        </>
      ) : (
        <>
          <span>
            {fill.stoppedAt
              ? t('formula.stopped', { done, total })
              : t('formula.calculated', { many, when: relative(fill.finishedAt, manner) })}
          </span>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t('formula.againOf', { many })}
            onClick={() => void act(formulaRoutes.calculate)}
          >
            {t('formula.again')}
          </Button>
        </>
      )}
    </div>
  )
}
