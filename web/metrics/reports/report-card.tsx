import { ActionIcon, Button, Popover } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { MetricDefinition } from '../../../contract/metrics/metric.ts'
import type { MetricAnswer } from '../../../contract/metrics/routes.ts'
import { messageOf } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { CardSkeleton } from '../../ui/skeleton.tsx'
import { csvOf, download } from '../csv.ts'
import { Explanation } from '../explanation.tsx'
import { unanswered } from '../metric-api.ts'
import type { View } from './view.ts'
import classes from './reports.module.css'

interface ReportCardProps {
  title: string
  view: View
  /** The metrics whose figures it shows, each with its answer. */
  of: readonly { definition: MetricDefinition; answer: MetricAnswer | undefined }[]
  error?: unknown
  /** What is shown, as rows of a file. */
  csv?: () => readonly (readonly string[])[]
  tools?: ReactNode
  wide?: boolean
  children: ReactNode
}

/** One part of a report: what its figures are, a file of them, and themselves. */
export function ReportCard({ title, view, of, error, csv, tools, wide, children }: ReportCardProps) {
  const may = useMay(of[0]?.definition.recordType ?? 'deal')
  const waits = of.some(({ answer }) => !answer)
  return (
    <Card
      title={title}
      className={wide ? (classes.wide ?? '') : ''}
      aside={
        <div className={classes.tools}>
          {tools}
          {csv && may('export') && !waits && (
            <Button
              variant="subtle"
              aria-label={t('reports.csvOf', { what: title })}
              onClick={() => download(`${title}.csv`, csvOf(csv()))}
            >
              {t('reports.csv')}
            </Button>
          )}
          {of.map(({ definition, answer }) => (
            <Help key={definition.slug} definition={definition} answer={answer} view={view} />
          ))}
        </div>
      }
    >
      {of.flatMap(({ definition: { slug } }) =>
        unanswered(slug, view.whose).map((what) => (
          <p key={`${slug} ${what}`} className={classes.hint}>
            {t(what === 'pipeline' ? 'metrics.allPipelines' : 'metrics.asKnownToday')}
          </p>
        )),
      )}
      {error ? (
        <p className={classes.hint}>{messageOf(error)}</p>
      ) : waits ? (
        <CardSkeleton lines={4} />
      ) : (
        children
      )}
    </Card>
  )
}

interface HelpProps {
  definition: MetricDefinition
  answer: MetricAnswer | undefined
  view: View
}

/** The "?" beside a figure: definition, formula with this period's figures, what is left out, and the records. */
export function Help({ definition, answer, view }: HelpProps) {
  const [opened, setOpened] = useState(false)
  if (!answer) return null
  return (
    <Popover opened={opened} onChange={setOpened} width={340} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          size={22}
          className={classes.ask}
          aria-label={t('metrics.what', { metric: definition.name })}
          onClick={() => setOpened(!opened)}
        >
          ?
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={definition.name}>
        <Explanation
          definition={definition}
          answer={answer}
          onRecords={(records) => {
            setOpened(false)
            view.open(answer.slug as never, records)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
