import type { BulkEdit } from '../../../contract/records/bulk-edit.ts'
import { t } from '../../text/pages.ts'
import classes from './bulk.module.css'

/** What became of a bulk edit so far, in words. */
export function outcomeOf(edit: BulkEdit): string {
  const { changed, already, refused, reverted, kept } = edit
  return [
    t('bulk.changed', { count: changed }),
    ...(already > 0 ? [t('bulk.already', { count: already })] : []),
    ...(refused > 0 ? [t('bulk.refused', { count: refused })] : []),
    ...(reverted + kept > 0 ? [t('bulk.reverted', { count: reverted })] : []),
    ...(kept > 0 ? [t('bulk.kept', { count: kept })] : []),
  ].join(' · ')
}

/** How far a bulk edit, or the undoing of one, has come. */
export function BulkProgress({ of: edit }: { of: BulkEdit }) {
  const undoing = edit.state === 'undoing'
  const total = undoing ? edit.changed : edit.total
  const done = undoing ? edit.reverted + edit.kept : edit.changed + edit.already + edit.refused
  return (
    <div className={classes.progress}>
      <progress max={Math.max(1, total)} value={done} aria-label={t(`bulk.state.${edit.state}`)} />
      <span className={classes.muted}>{t('bulk.progress', { done, total })}</span>
    </div>
  )
}
