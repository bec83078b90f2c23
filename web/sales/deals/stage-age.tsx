import { useQuery } from '@tanstack/react-query'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { pipeline as pipelineType } from '../../../contract/sales/pipeline.ts'
import { someQuery } from '../../records/record-api.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/t.ts'
import { dayIn } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './stage-age.module.css'

const mostPipelines = 200

/** Days in the stage, and whether the deal has gone quiet or wants a next step. */
export default function StageAge({ record }: { record: AnyRecord }) {
  const manner = useManner()
  const { company } = useSession()
  const now = useNow()
  const listing = { filter: null, sort: 'position', fields: ['nextStepDemanded'] }
  const { data } = useQuery({ ...someQuery(pipelineType, listing, mostPipelines), staleTime: 60_000 })
  const since = record['stageSince'] as string | null
  if (record['status'] !== 'open' || !since) return null
  const days = Math.floor((now.getTime() - Date.parse(since)) / 86_400_000)
  const quietOn = record['quietOn'] as string | null
  const quiet = quietOn !== null && quietOn <= dayIn(now, { ...manner, zone: company.timeZone })
  const demanded = data?.data.find(({ id }) => id === record['pipeline'])?.['nextStepDemanded'] === true
  const stepless = demanded && (!record['nextStep'] || !record['nextStepOn'])
  return (
    <span className={classes.age}>
      {days < 1 ? t('deal.underADay') : t('deal.days', { count: days })}
      {quiet && <span className={classes.mark}>{t('deal.quiet')}</span>}
      {stepless && <span className={classes.mark}>{t('deal.noNextStep')}</span>}
    </span>
  )
}
