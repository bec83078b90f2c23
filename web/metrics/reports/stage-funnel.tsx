import { useQuery } from '@tanstack/react-query'
import type { Group } from '../../../contract/metrics/routes.ts'
import { someQuery } from '../../records/record-api.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { t } from '../../text/seldom.ts'
import { number, percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { metricOf } from '../definitions.ts'
import { comparisonOf, written } from '../figures.ts'
import { useMetric } from '../use-metric.ts'
import { ReportCard } from './report-card.tsx'
import { isPicked, type View } from './view.ts'
import classes from './reports.module.css'

const slugs = ['sales.stage-conversion', 'sales.days-in-stage'] as const

/** The stages of a pipeline in their order. */
function useStages(pipeline: string | undefined) {
  const { data } = useQuery({
    ...someQuery(
      recordTypeOf('stage'),
      {
        filter: { field: 'pipeline', op: 'is', value: pipeline ?? '' },
        sort: 'position',
        fields: ['kind'],
      },
      200,
    ),
    enabled: pipeline !== undefined,
  })
  return data?.data
}

function usePipeline(chosen: string | undefined) {
  const { data } = useQuery(
    someQuery(recordTypeOf('pipeline'), { filter: null, sort: 'position', fields: [] }, 200),
  )
  const all = data?.data ?? []
  return all.find(({ id }) => id === chosen) ?? all[0]
}

/** Stage by stage: how many deals entered, how many went on, and how long they stayed. */
export function StageFunnel({ view }: { view: View }) {
  const manner = useManner()
  const pipeline = usePipeline(view.search.pipeline)
  const stages = useStages(pipeline?.id)
  const [conversion, days] = slugs.map(metricOf)
  if (!conversion || !days) throw new Error('Conversion and days of stages are metrics')
  const { period, grain, today } = view
  const whose = { ...view.whose, ...(pipeline && { pipeline: pipeline.id }) }
  const entered = useMetric(conversion, period, grain, whose, today, 'stage')
  const stayed = useMetric(days, period, grain, whose, today, 'stage')

  const groupOf = (groups: readonly Group[] | undefined, id: string) => groups?.find(({ key }) => key === id)
  const rows = (stages ?? [])
    .filter(({ kind }) => kind === 'open')
    .map((stage) => ({
      id: stage.id,
      title: stage.title,
      entered: groupOf(entered.answer?.groups, stage.id),
      before: groupOf(entered.before?.groups, stage.id),
      stayed: groupOf(stayed.answer?.groups, stage.id),
      stayedBefore: groupOf(stayed.before?.groups, stage.id),
    }))
  const most = Math.max(1, ...rows.map((row) => row.entered?.n ?? 0))
  const beside = (group: Group | undefined, key: string) =>
    group?.beside?.find((one) => one.key === key)?.value
  const share = (value: unknown) => (typeof value === 'number' ? percent(value, manner) : '—')
  const heads = [
    t('reports.stage'),
    t('reports.entered'),
    t('reports.onward'),
    t('metrics.change'),
    t('reports.next'),
    t('reports.won'),
    t('reports.daysMedian'),
  ]
  const title = pipeline ? t('reports.funnelOf', { pipeline: pipeline.title }) : t('reports.funnel')
  return (
    <ReportCard
      title={title}
      view={view}
      wide
      of={[
        { definition: conversion, answer: stages && entered.answer },
        { definition: days, answer: stayed.answer },
      ]}
      error={entered.error ?? stayed.error}
      csv={() => [
        heads.filter((_, at) => at !== 3),
        ...rows.map(({ title: name, entered: group, stayed: stay }) => [
          name,
          String(group?.n ?? 0),
          String(group?.value ?? ''),
          String(beside(group, 'next') ?? ''),
          String(beside(group, 'won') ?? ''),
          String(stay?.median ?? ''),
        ]),
      ]}
    >
      {rows.every((row) => !row.entered && !row.stayed) ? (
        <p className={classes.hint}>{t('reports.noStages')}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title: name, entered: group, before, stayed: stay, stayedBefore }) => {
              const change = comparisonOf(group?.value, before?.value, conversion, manner)
              const slower = comparisonOf(stay?.value, stayedBefore?.value, days, manner)
              return (
                <tr
                  key={id}
                  aria-current={slugs.some((slug) => isPicked(view, slug, `group:${id}`)) || undefined}
                >
                  <th scope="row">
                    <button
                      type="button"
                      className={classes.pick}
                      disabled={!group}
                      onClick={() => view.open('sales.stage-conversion', `group:${id}`, 'stage')}
                    >
                      {name}
                    </button>
                  </th>
                  <td className={classes.barred}>
                    <span className={classes.track} aria-hidden>
                      <span
                        className={classes.onward}
                        style={{ width: `${((group?.n ?? 0) / most) * 100}%` }}
                      >
                        <span style={{ width: `${Number(group?.value ?? 0) * 100}%` }} />
                      </span>
                    </span>
                    <span className={classes.value}>{number(group?.n ?? 0, manner)}</span>
                  </td>
                  <td className={classes.strong}>{share(group?.value)}</td>
                  <td className={`${classes.less} ${classes[change?.tone ?? 'same']}`}>
                    {change?.words ?? '—'}
                  </td>
                  <td className={classes.less}>{share(beside(group, 'next'))}</td>
                  <td className={classes.less}>{share(beside(group, 'won'))}</td>
                  <td>
                    {stay ? (
                      <button
                        type="button"
                        className={classes.open}
                        title={t('reports.daysRest', {
                          mean: written(stay.mean, 'days', manner),
                          p90: written(stay.p90, 'days', manner),
                        })}
                        onClick={() => view.open('sales.days-in-stage', `group:${id}`, 'stage')}
                      >
                        {written(stay.value, 'days', manner)}
                      </button>
                    ) : (
                      <span className={classes.same} title={t('reports.nobodyLeft')}>
                        —
                      </span>
                    )}
                    {slower && (
                      <span className={`${classes.slower} ${classes[slower.tone]}`}>{slower.words}</span>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </ReportCard>
  )
}
