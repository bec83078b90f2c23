import { ActionIcon, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { IconGripVertical, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { AnyRecord } from '../../contract/records/value.ts'
import { stage as stageType } from '../../contract/sales/pipeline.ts'
import { useChanges } from '../records/changes.ts'
import { separatorsOf } from '../records/fields/separators.ts'
import { choiceLabel, choicesFrom } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import { number, percent, percentSuffix } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import movable from '../ui/movable.module.css'
import { useMovable } from '../ui/use-movable.ts'
import { CriteriaButton } from './deals/criteria-editor.tsx'
import classes from './pipelines.module.css'

interface StageRowProps {
  stage: AnyRecord
  index: number
  /** Null until it is known. */
  count: number | null
  canEdit: boolean
  onMove: (from: number, to: number) => void
  onDelete: () => void
}

const kinds = stageType.fields.kind.options
const forecasts = stageType.fields.forecastCategory.options
export function StageRow(props: StageRowProps) {
  const { stage, index, count, canEdit, onMove, onDelete } = props
  const { update } = useChanges(stageType)
  const manner = useManner()
  const { row, handle, over, onKeyDown } = useMovable({
    index,
    group: String(stage['pipeline']),
    canMove: canEdit,
    onMove,
  })
  const name = stage.title
  const open = stage['kind'] === 'open'
  const probability = Number(stage['probability'] ?? 0)

  return (
    <div ref={row} role="row" className={`${movable.row} ${classes.row}`} data-over={over ?? undefined}>
      <span role="cell">
        {canEdit && (
          <button
            ref={handle}
            type="button"
            className={movable.handle}
            aria-label={t('pipelines.dragOf', { name })}
            onKeyDown={onKeyDown}
          >
            <IconGripVertical size={16} aria-hidden />
          </button>
        )}
      </span>
      <span role="cell" data-column="stage">
        {canEdit ? (
          <TextInput
            key={name}
            aria-label={t('pipelines.nameOf', { name })}
            defaultValue={name}
            maxLength={200}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            onBlur={(event) => {
              const written = event.currentTarget.value.trim()
              if (written && written !== name) void update(stage, { name: written })
              else event.currentTarget.value = name
            }}
          />
        ) : (
          name
        )}
      </span>
      <span role="cell" data-column="kind">
        {canEdit ? (
          <NativeSelect
            aria-label={t('pipelines.kindOf', { name })}
            title={count ? t('pipelines.inUse') : undefined}
            data={choicesFrom(kinds)}
            value={String(stage['kind'])}
            disabled={count === null || count > 0}
            onChange={(event) => void update(stage, { kind: event.currentTarget.value })}
          />
        ) : (
          choiceLabel(kinds, stage['kind'])
        )}
      </span>
      <span role="cell" data-column="probability">
        {canEdit && open ? (
          <NumberInput
            key={probability}
            aria-label={t('pipelines.probabilityOf', { name })}
            {...separatorsOf(manner.locale)}
            hideControls
            suffix={percentSuffix(manner)}
            min={0}
            max={100}
            decimalScale={2}
            defaultValue={Math.round(probability * 10_000) / 100}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            onBlur={(event) => {
              const written = Number.parseFloat(event.currentTarget.value.replace(',', '.')) / 100
              if (Number.isFinite(written) && Math.abs(written - probability) > 1e-9)
                void update(stage, { probability: Math.min(1, Math.max(0, written)) })
            }}
          />
        ) : (
          percent(probability, manner)
        )}
      </span>
      <span role="cell" data-column="forecast">
        {canEdit && open ? (
          <NativeSelect
            aria-label={t('pipelines.forecastOf', { name })}
            data={choicesFrom(forecasts.filter(({ value }) => value !== 'closed'))}
            value={String(stage['forecastCategory'])}
            onChange={(event) => void update(stage, { forecastCategory: event.currentTarget.value })}
          />
        ) : (
          choiceLabel(forecasts, stage['forecastCategory'])
        )}
      </span>
      <span role="cell" data-column="quiet">
        {canEdit && open ? (
          <NumberInput
            key={String(stage['quietAfter'])}
            aria-label={t('pipelines.quietAfterOf', { name })}
            hideControls
            suffix={t('pipelines.days')}
            placeholder="—"
            min={1}
            max={3_650}
            allowDecimal={false}
            defaultValue={(stage['quietAfter'] as number | null) ?? ''}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            onBlur={(event) => {
              const written = Number.parseInt(event.currentTarget.value, 10)
              const days = Number.isNaN(written) ? null : written
              if (days !== stage['quietAfter']) void update(stage, { quietAfter: days })
            }}
          />
        ) : (
          open && ((stage['quietAfter'] as number | null) ?? '—')
        )}
      </span>
      <span role="cell" data-column="asks">
        {open && <CriteriaButton stage={stage} canEdit={canEdit} />}
      </span>
      <span role="cell" data-column="deals">
        {count ? (
          <Link
            to="/$plural"
            params={{ plural: 'deals' } as never}
            search={
              {
                show: 'table',
                filter: JSON.stringify({ field: 'stage', op: 'is', value: stage.id }),
              } as never
            }
            className={classes.count}
          >
            {number(count, manner)}
          </Link>
        ) : count === null ? (
          ''
        ) : (
          '0'
        )}
      </span>
      <span role="cell">
        {canEdit && count !== null && (
          <ActionIcon aria-label={t('pipelines.deleteStage', { name })} onClick={onDelete}>
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        )}
      </span>
    </div>
  )
}
