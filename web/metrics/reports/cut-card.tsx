import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MetricSlug } from '../../../contract/metrics/metrics.ts'
import type { Figure } from '../../../contract/metrics/routes.ts'
import { t } from '../../text/seldom.ts'
import { inText } from '../../text/labels.ts'
import { wingColour } from '../../ui/wing.tsx'
import { Breakdown } from '../breakdown.tsx'
import type { Row } from '../breakdown.tsx'
import { dimensionHelp, dimensionLabel, groupsInOrder, metricOf } from '../definitions.ts'
import { sizeOf } from '../figures.ts'
import { metricsQuery } from '../metric-api.ts'
import { useMetric } from '../use-metric.ts'
import { ReportCard } from './report-card.tsx'
import type { View } from './view.ts'
import classes from './reports.module.css'

interface CutCardProps {
  slug: MetricSlug
  /** The dimensions to choose among, the first until something is chosen. */
  by: readonly string[]
  view: View
  wide?: boolean
}

const shown = 12
const cell = (figure: Figure | undefined) =>
  figure === null || figure === undefined ? '' : typeof figure === 'number' ? String(figure) : figure.amount

/** A figure group by group, with the period before. */
export function CutCard({ slug, by, view, wide }: CutCardProps) {
  const definition = metricOf(slug)
  if (!definition) throw new Error(`No metric is called ${slug}`)
  const listed = useQuery(metricsQuery).data?.data.find((metric) => metric.slug === slug)
  const choices = by.flatMap((name) => {
    const found = listed?.dimensions.find((one) => one.name === name)
    return found ? [{ value: name, label: dimensionLabel(definition.recordType, found) }] : []
  })
  const [chosen, choose] = useState<string | null>(null)
  const cut = chosen ?? choices[0]?.value
  const label = choices.find(({ value }) => value === cut)?.label ?? ''
  const { period, grain, whose, today, search } = view
  const { answer, before, error } = useMetric(definition, period, grain, whose, today, cut)
  const was = new Map<string | null, Figure>(before?.groups.map(({ key, value }) => [key, value]))
  const all: Row[] = (answer?.groups ?? []).map((group) => ({
    ...group,
    at: `group:${group.key ?? ''}`,
    before: was.get(group.key),
  }))
  const order = groupsInOrder(definition.recordType, cut)?.map((key) => `group:${key}`)
  const place = ({ at }: Row) => {
    const found = order?.indexOf(at ?? '') ?? -1
    return found < 0 ? Number.MAX_SAFE_INTEGER : found
  }
  const worth = ({ value, n }: Row) => (definition.unit === 'money' ? (sizeOf(value) ?? 0) : n)
  const rows = all.toSorted((a, b) => (order ? place(a) - place(b) : worth(b) - worth(a))).slice(0, shown)
  const title = t('reports.of', { metric: definition.name, dimension: inText(label) })
  return (
    <ReportCard
      title={title}
      view={view}
      wide={wide === true}
      of={[{ definition, answer: listed && answer }]}
      error={error}
      tools={
        choices.length > 1 && (
          <Select
            aria-label={t('metrics.breakdownBy')}
            className={classes.by}
            data={choices}
            value={cut ?? null}
            allowDeselect={false}
            onChange={choose}
          />
        )
      }
      csv={() => [
        [label, definition.name, 'n', t('metrics.before')],
        ...rows.map((row) => [row.label, cell(row.value), String(row.n), cell(row.before)]),
      ]}
    >
      {rows.length === 0 ? (
        <p className={classes.hint}>{t('metrics.noGroups')}</p>
      ) : (
        <Breakdown
          definition={definition}
          help={dimensionHelp(definition.recordType, cut)}
          heading={label}
          rows={rows}
          total={answer?.value ?? null}
          compared={before !== undefined}
          colour={wingColour(definition.wing)}
          picked={search.of === slug && search.by === cut ? search.records : undefined}
          onPick={(records) => view.open(slug, records, cut)}
        />
      )}
      {all.length > shown && (
        <p className={classes.hint}>{t('metrics.others', { count: all.length - shown })}</p>
      )}
    </ReportCard>
  )
}
