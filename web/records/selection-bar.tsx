import { Button, CloseButton, Modal, Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { mostMerged } from '../../contract/records/merge.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useMay } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { fieldLabel, inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { useChanges } from './changes.ts'
import { EditedContext } from './fields/narrowing.ts'
import { widgetOf } from './fields/widgets.ts'
import classes from './list-page.module.css'
import menus from './menus.module.css'
import type { Selection } from './selection.ts'
import { isWritable } from './view.ts'

interface SelectionBarProps {
  type: RecordType
  rows: readonly AnyRecord[]
  selection: Selection
}

/** What can be done to everything chosen. */
export function SelectionBar({ type, rows, selection }: SelectionBarProps) {
  const may = useMay(type.name)
  const { remove, updateMany } = useChanges(type)
  const [editing, setEditing] = useState(false)
  const navigate = useNavigate()
  const ids = [...selection.ids]
  const removeAll = () => {
    selection.clear()
    void remove(ids)
  }
  useShortcuts(!may('delete') ? [] : [{ keys: 'delete', label: t('records.delete'), run: removeAll }])
  return (
    <div
      className={classes.selection}
      role="toolbar"
      aria-label={t('records.selected', { count: ids.length })}
    >
      <span className={classes.selected} aria-live="polite">
        {t('records.selected', { count: ids.length })}
      </span>
      {may('edit') && <Button onClick={() => setEditing(true)}>{t('records.edit')}</Button>}
      {ids.length > 1 && ids.length <= mostMerged + 1 && (
        <Button
          onClick={() =>
            void navigate({ to: `/compare/${type.plural}`, search: { ids: ids.join(',') } as never })
          }
        >
          {t('compare.compare')}
        </Button>
      )}
      {may('delete') && (
        <Button color="red" onClick={removeAll}>
          {t('records.delete')}
        </Button>
      )}
      <CloseButton aria-label={t('records.clearSelection')} onClick={selection.clear} />
      {editing && (
        <EditMany
          type={type}
          count={ids.length}
          onClose={() => setEditing(false)}
          onApply={(values) => {
            setEditing(false)
            void updateMany(
              rows.filter((row) => selection.ids.has(row.id)),
              values,
            )
          }}
        />
      )}
    </div>
  )
}

interface EditManyProps {
  type: RecordType
  count: number
  onClose: () => void
  onApply: (values: Record<string, unknown>) => void
}

function EditMany({ type, count, onClose, onApply }: EditManyProps) {
  const fields = Object.entries(type.fields).filter(([, field]) => isWritable(field) && !field.unique)
  const [name, setName] = useState<string | null>(null)
  const [value, setValue] = useState<unknown>(null)
  const field = name === null ? undefined : type.fields[name]
  const Edit = field && widgetOf(field).Edit
  const { one, many } = typeLabel(type)
  return (
    <Modal
      opened
      onClose={onClose}
      size="sm"
      title={t('records.editTitle', { count, many: inText(count === 1 ? one : many) })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className={menus.saveForm}
        onSubmit={(event) => {
          event.preventDefault()
          if (name !== null) onApply({ [name]: value })
        }}
      >
        <Select
          label={t('records.editField')}
          data={fields.map(([key, one]) => ({ value: key, label: fieldLabel(one) }))}
          searchable
          data-autofocus
          value={name}
          onChange={(chosen) => {
            setName(chosen)
            setValue(chosen && type.fields[chosen]?.type === 'yesNo' ? false : null)
          }}
        />
        {field && Edit && (
          <EditedContext value={{ type, values: {} }}>
            <Edit key={name} field={field} label={fieldLabel(field)} value={value} onChange={setValue} />
          </EditedContext>
        )}
        <div className={menus.saveActions}>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="filled" disabled={name === null}>
            {t('records.editApply')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
