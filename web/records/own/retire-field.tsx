import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { OwnField } from '../../../contract/records/own-field.ts'
import { messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed } from '../../ui/toast.tsx'
import { useFieldChanges, useOfFieldQuery } from './own-api.ts'
import classes from './own.module.css'

const countedAtMost = 10_000
const listed = (names: readonly string[]) => names.map((name) => `“${name}”`).join(', ')

/** Asks before a field goes, and says what hangs on it. */
export function RetireField({ field, onClose }: { field: OwnField; onClose: () => void }) {
  const { data: use } = useQuery(useOfFieldQuery(field.id))
  const { retire, restore } = useFieldChanges()
  const name = field.label
  const go = async () => {
    onClose()
    try {
      await retire(field)
      done(t('fields.retired', { name }), () => restore(field))
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const shown = use?.views.filter(({ filters }) => !filters).map((view) => view.name) ?? []
  const filtering = use?.views.filter(({ filters }) => filters).map((view) => view.name) ?? []
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('fields.retireTitle', { name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <p>{t('fields.retireText')}</p>
      <ul className={classes.effects} aria-busy={!use}>
        {use && (
          <li>
            {use.records >= countedAtMost
              ? t('fields.retireManyRecords', { count: countedAtMost })
              : t('fields.retireRecords', { count: use.records })}
          </li>
        )}
        {shown.length > 0 && <li>{t('fields.retireViews', { names: listed(shown) })}</li>}
        {filtering.length > 0 && <li>{t('fields.retireFilters', { names: listed(filtering) })}</li>}
        {use && use.viewsOfOthers > 0 && <li>{t('fields.retireOthers', { count: use.viewsOfOthers })}</li>}
        {use && use.mappings.length > 0 && (
          <li>{t('fields.retireMappings', { names: listed(use.mappings) })}</li>
        )}
        {use && use.formulas.length > 0 && (
          <li>{t('fields.retireFormulas', { names: listed(use.formulas.map(({ label }) => label)) })}</li>
        )}
      </ul>
      <div className={classes.actions}>
        <Button
          color="red"
          variant="filled"
          data-autofocus
          disabled={use !== undefined && use.formulas.length > 0}
          onClick={() => void go()}
        >
          {t('fields.retire')}
        </Button>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
      </div>
    </Modal>
  )
}
