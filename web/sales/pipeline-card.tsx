import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { pipeline as pipelineType, stage as stageType } from '../../contract/sales/pipeline.ts'
import { useChanges } from '../records/changes.ts'
import { messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { toastFailed } from '../ui/toast.tsx'
import { DeleteStage } from './delete-stage.tsx'
import classes from './pipelines.module.css'
import { after, freeName, moved } from './positions.ts'
import { StageRow } from './stage-row.tsx'

interface PipelineCardProps {
  pipeline: AnyRecord
  /** In their order. */
  stages: readonly AnyRecord[]
  /** Those of every pipeline, for where deals may move to. */
  all: readonly AnyRecord[]
  counts: ReadonlyMap<string | null, number>
  counted: boolean
  canEdit: boolean
}

export function PipelineCard({ pipeline, stages, all, counts, counted, canEdit }: PipelineCardProps) {
  const pipelines = useChanges(pipelineType)
  const { create, update } = useChanges(stageType)
  const [said, setSaid] = useState('')
  const [emptying, setEmptying] = useState<AnyRecord | null>(null)
  const countOf = (stage: AnyRecord) => counts.get(stage.id) ?? 0
  const used = stages.some((stage) => countOf(stage) > 0)

  const move = async (from: number, to: number) => {
    const stage = stages[from]
    if (!stage || to < 0 || to >= stages.length) return
    setSaid(t('pipelines.moved', { name: stage.title, position: to + 1, count: stages.length }))
    for (const { record, position } of moved(stages, from, to)) await update(record, { position })
  }
  const add = async () => {
    const name = freeName(
      t('pipelines.newStage'),
      stages.map(({ title }) => title),
    )
    // Before the stages that close a deal, where the way goes on.
    const open = stages.filter((stage) => stage['kind'] === 'open')
    const next = stages[open.length]
    const last = open.at(-1)
    const position = next && last ? (Number(last['position']) + Number(next['position'])) / 2 : after(stages)
    try {
      await create({
        name,
        pipeline: pipeline.id,
        kind: 'open',
        probability: Number(last?.['probability'] ?? 0.1),
        position,
      })
    } catch (error) {
      toastFailed(messageOf(error), () => void add())
    }
  }

  return (
    <Card
      title={
        canEdit ? (
          <TextInput
            key={pipeline.title}
            aria-label={t('pipelines.name')}
            variant="unstyled"
            className={classes.pipelineName ?? ''}
            defaultValue={pipeline.title}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            onBlur={(event) => {
              const name = event.currentTarget.value.trim()
              if (name && name !== pipeline.title) void pipelines.update(pipeline, { name })
            }}
          />
        ) : (
          pipeline.title
        )
      }
      aside={
        canEdit &&
        counted &&
        !used && (
          <Button
            color="red"
            variant="subtle"
            aria-label={t('pipelines.deleteOf', { name: pipeline.title })}
            onClick={() => void pipelines.remove([pipeline.id])}
          >
            {t('pipelines.delete')}
          </Button>
        )
      }
    >
      <div role="table" aria-label={pipeline.title} className={classes.table}>
        <div role="row" className={classes.heads}>
          <span role="columnheader">
            <span className="visually-hidden">{t('board.move')}</span>
          </span>
          {(['stage', 'kind', 'probability', 'forecast', 'quietAfter', 'asks', 'deals'] as const).map(
            (name) => (
              <span key={name} role="columnheader" data-column={name}>
                {t(`pipelines.${name}`)}
              </span>
            ),
          )}
          <span role="columnheader">
            <span className="visually-hidden">{t('records.delete')}</span>
          </span>
        </div>
        {stages.map((stage, index) => (
          <StageRow
            key={stage.id}
            stage={stage}
            index={index}
            count={counted ? countOf(stage) : null}
            canEdit={canEdit}
            onMove={(from, to) => void move(from, to)}
            onDelete={() => setEmptying(stage)}
          />
        ))}
      </div>
      {emptying && (
        <DeleteStage
          key={emptying.id}
          stage={emptying}
          count={countOf(emptying)}
          targets={all.filter((stage) => stage.id !== emptying.id && stage['kind'] === emptying['kind'])}
          onDone={() => setEmptying(null)}
        />
      )}
      {!stages.some((stage) => stage['kind'] === 'open') && (
        <p className={classes.warning}>{t('pipelines.noOpen')}</p>
      )}
      <Checkbox
        className={classes.demands ?? ''}
        label={t('pipelines.nextStep')}
        checked={pipeline['nextStepDemanded'] === true}
        disabled={!canEdit}
        onChange={(event) =>
          void pipelines.update(pipeline, { nextStepDemanded: event.currentTarget.checked })
        }
      />
      {canEdit && (
        <Button variant="subtle" className={classes.add ?? ''} onClick={() => void add()}>
          {t('pipelines.addStage')}
        </Button>
      )}
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </Card>
  )
}
