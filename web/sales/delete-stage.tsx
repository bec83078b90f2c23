import { Button, NativeSelect } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal as dealType } from '../../contract/sales/deal.ts'
import { pipeline as pipelineType, stage as stageType } from '../../contract/sales/pipeline.ts'
import { useChanges } from '../records/changes.ts'
import { routesOf, someQuery } from '../records/record-api.ts'
import { call, messageOf } from '../shell/api.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/seldom.ts'
import { toastFailed } from '../ui/toast.tsx'
import classes from './pipelines.module.css'

interface DeleteStageProps {
  stage: AnyRecord
  count: number
  /** Stages of the same kind: moving there neither closes nor re-opens a deal. */
  targets: readonly AnyRecord[]
  onDone: () => void
}

const pageSize = 200

/** Moves all deals of a stage, some hundred at a time. Answers when none is left. */
async function moveDeals(from: string, to: string, moved: (count: number) => void): Promise<void> {
  const routes = routesOf(dealType)
  const filter = { field: 'stage', op: 'is', value: from } as const
  for (;;) {
    const { data } = await call(routes.list, {
      query: { filter, fields: 'title' as unknown as string[], limit: pageSize },
    })
    if (data.length === 0) return
    const operations = data.map(({ id }) => ({ do: 'update' as const, id, values: { stage: to } }))
    const { results } = await call(routes.batch, { body: { operations } })
    const refused = results.find(({ status }) => status >= 400)
    if (refused) throw new Error(String(refused.problem?.['detail'] ?? refused.status))
    moved(data.length)
  }
}

/** A stage without deals goes at once; one with deals asks where they go first. */
export function DeleteStage({ stage, count, targets, onDone }: DeleteStageProps) {
  const { remove } = useChanges(stageType)
  const queries = useQueryClient()
  const { data: pipelines } = useSuspenseQuery(
    someQuery(pipelineType, { filter: null, sort: 'position', fields: ['name', 'position'] }, pageSize),
  )
  const [to, setTo] = useState(
    targets.find((other) => other['pipeline'] === stage['pipeline'])?.id ?? targets[0]?.id ?? '',
  )
  const [done, setDone] = useState<number | null>(null)

  useShortcuts(done === null ? [{ keys: 'escape', label: t('ui.cancel'), run: onDone }] : [])

  const removeStage = async () => {
    await remove([stage.id])
    onDone()
  }
  useEffect(() => {
    if (count === 0) void removeStage()
    // Once, when it opens.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  if (count === 0) return null

  const moveAndRemove = async () => {
    setDone(0)
    try {
      await moveDeals(stage.id, to, (moved) => setDone((before) => (before ?? 0) + moved))
      await removeStage()
    } catch (error) {
      setDone(null)
      toastFailed(messageOf(error), () => void moveAndRemove())
    } finally {
      await queries.invalidateQueries({ queryKey: ['records'] })
    }
  }
  const groups = pipelines.data.map((pipeline) => ({
    group: pipeline.title,
    items: targets
      .filter((other) => other['pipeline'] === pipeline.id)
      .map(({ id, title }) => ({ value: id, label: title })),
  }))

  return (
    <section className={classes.emptying} aria-label={t('pipelines.deleteStage', { name: stage.title })}>
      <p>{t('pipelines.moveFirst', { count, name: stage.title })}</p>
      {targets.length === 0 ? (
        <p className={classes.warning}>{t('pipelines.nowhere')}</p>
      ) : (
        <NativeSelect
          label={t('pipelines.moveTo')}
          data={groups.filter(({ items }) => items.length > 0)}
          value={to}
          autoFocus
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      )}
      <div className={classes.actions}>
        <Button
          color="red"
          variant="filled"
          disabled={!to || done !== null}
          onClick={() => void moveAndRemove()}
        >
          {t('pipelines.moveAndDelete')}
        </Button>
        <Button disabled={done !== null} onClick={onDone}>
          {t('ui.cancel')}
        </Button>
        {done !== null && <span role="status">{t('pipelines.moving', { done, count })}</span>}
      </div>
    </section>
  )
}
