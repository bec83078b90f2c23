import { Button, Modal, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { duplicateReviewRoutes } from '../../../contract/customer/duplicates.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { undoRoute } from '../../../contract/records/undo.ts'
import { useRefreshMerged } from '../../records/compare/compare-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { done as tellDone } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { planQuery } from './duplicates-api.ts'
import classes from './duplicates.module.css'

const scores = [0.98, 0.95, 0.9, 0.85, 0.8, 0.7]
const atOnce = 20

/** Merges all pairs from a score on, after showing who would become one; it can be stopped, and taken back. */
export function BulkMerge({ type, onClose }: { type: RecordType; onClose: () => void }) {
  const manner = useManner()
  const refresh = useRefreshMerged()
  const [atLeast, setAtLeast] = useState(0.95)
  const { data: plan, error } = useQuery(planQuery(type, atLeast))
  const [progress, setProgress] = useState<{ done: number; total: number }>()
  const stopped = useRef(false)

  const run = async () => {
    if (!plan) return
    stopped.current = false
    const events: string[] = []
    const refused: string[] = []
    try {
      for (let at = 0; at < plan.pairs.length && !stopped.current; at += atOnce) {
        setProgress({ done: at, total: plan.pairs.length })
        const { results } = await call(duplicateReviewRoutes(type).mergePairs, {
          body: { pairs: plan.pairs.slice(at, at + atOnce) },
        })
        for (const { status, event, problem } of results) {
          if (event) events.push(event)
          // A pair that is gone was settled by one before it.
          else if (problem && status !== 404) refused.push(String(problem['detail'] ?? problem['title']))
        }
      }
    } catch (failed) {
      refused.push(messageOf(failed))
    }
    await refresh()
    const undo = async () => {
      await call(undoRoute, { body: { events } })
      await refresh()
    }
    if (events.length > 0) tellDone(t('duplicates.bulkDone', { count: events.length }), undo)
    if (refused.length > 0)
      toastFailed(t('duplicates.bulkRefused', { count: refused.length, reason: refused[0] ?? '' }))
    onClose()
  }

  return (
    <Modal
      opened
      onClose={progress ? () => (stopped.current = true) : onClose}
      title={t('duplicates.bulkTitle')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className={classes.bulk}>
        <p>{t('duplicates.planText')}</p>
        <Select
          label={t('duplicates.atLeast')}
          data={scores.map((score) => ({ value: String(score), label: percent(score, manner, 0) }))}
          value={String(atLeast)}
          allowDeselect={false}
          disabled={progress !== undefined}
          onChange={(value) => value && setAtLeast(Number(value))}
        />
        {error && <p role="alert">{messageOf(error)}</p>}
        {plan && (
          <>
            <p role="status">
              <strong>
                {plan.merged === 0 ? t('duplicates.planNone') : t('duplicates.plan', { count: plan.merged })}
              </strong>{' '}
              {plan.more && t('duplicates.planMore')}
            </p>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <ul className={classes.groups} tabIndex={0}>
              {plan.groups.map(([first, ...others]) => (
                <li key={first?.id}>
                  <strong>{first?.title}</strong> ← {others.map(({ title }) => title).join(', ')}
                </li>
              ))}
            </ul>
          </>
        )}
        {progress ? (
          <label className={classes.searching}>
            <span>{t('duplicates.bulkProgress', progress)}</span>
            <progress max={progress.total} value={progress.done} />
          </label>
        ) : null}
        <div className={classes.actions}>
          <Button onClick={progress ? () => (stopped.current = true) : onClose}>
            {t(progress ? 'duplicates.stop' : 'ui.cancel')}
          </Button>
          <Button
            variant="filled"
            loading={progress !== undefined}
            disabled={!plan || plan.merged === 0}
            onClick={() => void run()}
          >
            {t('duplicates.bulkRun', { count: plan?.merged ?? 0 })}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
