import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { pipeline as pipelineType, stage as stageType } from '../../../contract/sales/pipeline.ts'
import type { ColumnLook } from '../../../contract/records/import.ts'
import type { FileMapping, PipelineToCreate } from '../../../contract/records/import-mapping.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { someQuery } from '../record-api.ts'
import type { Draft } from './draft.ts'
import editor from './editor.module.css'
import classes from './import.module.css'
import { percentSuffix } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'

interface PipelineMakerProps {
  file: FileMapping
  columns: readonly ColumnLook[]
  draft: Draft
  onDraft: (change: (draft: Draft) => Draft) => void
  onFile: (file: FileMapping) => void
}

type StageToCreate = PipelineToCreate['stages'][number]
const asNew = '\u0000new'

const kindOf = (name: string): StageToCreate['kind'] =>
  /\b(won|gewonnen|ganh[oa]|gagn[ée]e?|ganad[oa])\b/i.test(name)
    ? 'won'
    : /\b(lost|verloren|perdid[oa]|perdue?)\b/i.test(name)
      ? 'lost'
      : 'open'

/** Open stages grow likelier, those that close come last. */
function stagesFrom(names: readonly string[]): StageToCreate[] {
  const open = names.filter((name) => kindOf(name) === 'open')
  const closing = names
    .filter((name) => kindOf(name) !== 'open')
    .toSorted((a, b) => kindOf(b).localeCompare(kindOf(a)))
  return [
    ...open.map((name, at): StageToCreate => ({
      name,
      kind: 'open',
      probability: Math.round(((at + 1) / (open.length + 1)) * 100) / 100,
    })),
    ...closing.map((name): StageToCreate => ({ name, kind: kindOf(name) })),
  ]
}

/** Which pipeline the deals go into: one there is, or a new one whose stages are the file's. */
export function PipelineMaker({ file, columns, draft, onDraft, onFile }: PipelineMakerProps) {
  const manner = useManner()
  const { data } = useQuery(
    someQuery(pipelineType, { filter: null, sort: 'position', fields: ['name'] }, 100),
  )
  const said = file.fields.find(({ field }) => field === 'pipeline')
  const stageColumn = file.fields.find(({ field }) => field === 'stage')?.column
  const created = draft.terms.creates?.pipelines?.find(({ name }) => name === said?.constant)
  if (said?.column !== undefined || said?.template !== undefined) return null

  const setCreated = (pipeline: PipelineToCreate | null, before = created) =>
    onDraft((now) => {
      const others = (now.terms.creates?.pipelines ?? []).filter(({ name }) => name !== before?.name)
      const { creates: _, ...terms } = now.terms
      const pipelines = pipeline ? [...others, pipeline] : others
      return {
        ...now,
        terms: { ...terms, ...(pipelines.length > 0 && { creates: { pipelines } }) },
      }
    })
  const name = (pipeline: string | null) => {
    const fields = file.fields.filter(({ field }) => field !== 'pipeline')
    onFile({
      ...file,
      fields:
        pipeline === null
          ? fields
          : [...fields, { field: 'pipeline', constant: pipeline, reference: { by: 'name' } }],
    })
  }
  const choose = (value: string) => {
    setCreated(null)
    if (value !== asNew) return name(value || null)
    const values = columns.find((column) => column.name === stageColumn)?.values.map((one) => one.value) ?? []
    const stages = values.length > 0 ? values : ['Open', 'Won', 'Lost']
    const fresh = draft.terms.name || t('pipelines.newName')
    setCreated({ name: fresh, stages: stagesFrom(stages) })
    name(fresh)
  }
  const setStage = (at: number, change: Partial<StageToCreate>) => {
    if (!created) return
    const stage = { ...created.stages[at]!, ...change }
    setCreated({ ...created, stages: created.stages.with(at, stage) })
  }

  return (
    <Card title={t('import.pipeline')}>
      <div className={editor.pipeline}>
        <NativeSelect
          aria-label={t('import.pipeline')}
          data={[
            { value: '', label: t('import.pipelineAsStage') },
            ...(data?.data ?? []).map(({ title }) => title).filter((title) => title !== created?.name),
            { value: asNew, label: t('import.pipelineNew') },
          ]}
          value={created ? asNew : (said?.constant ?? '')}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        {created && (
          <TextInput
            aria-label={t('import.pipelineName')}
            value={created.name}
            maxLength={200}
            onChange={(event) => {
              setCreated({ ...created, name: event.currentTarget.value })
              name(event.currentTarget.value)
            }}
          />
        )}
      </div>
      {created && (
        <>
          {stageColumn && <p className={classes.muted}>{t('import.stagesFrom', { column: stageColumn })}</p>}
          <ol>
            {created.stages.map((stage, at) => (
              <li key={stage.name} className={editor.stageToMake}>
                <span className={classes.strong}>{stage.name}</span>
                <NativeSelect
                  aria-label={t('import.kindOf', { stage: stage.name })}
                  data={stageType.fields.kind.options.map((option) => ({ ...option }))}
                  value={stage.kind}
                  onChange={(event) =>
                    setStage(at, { kind: event.currentTarget.value as StageToCreate['kind'] })
                  }
                />
                {stage.kind === 'open' && (
                  <NumberInput
                    aria-label={t('import.probabilityOf', { stage: stage.name })}
                    suffix={percentSuffix(manner)}
                    min={0}
                    max={100}
                    hideControls
                    value={Math.round((stage.probability ?? 0.5) * 1_000) / 10}
                    onChange={(value) =>
                      typeof value === 'number' &&
                      setStage(at, { probability: Math.min(1, Math.max(0, value / 100)) })
                    }
                  />
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </Card>
  )
}
