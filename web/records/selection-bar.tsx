import { Button, CloseButton, Modal, Select } from '@mantine/core'
import { useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useMay } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
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
  bin: boolean
}

/** What can be done to everything chosen. */
export function SelectionBar({ type, rows, selection, bin }: SelectionBarProps) {
  const may = useMay(type.name)
  const { remove, restore, updateMany } = useChanges(type)
  const [editing, setEditing] = useState(false)
  const ids = [...selection.ids]
  const removeAll = () => {
    selection.clear()
    void remove(ids)
  }
  useShortcuts(bin || !may('delete') ? [] : [{ keys: 'delete', label: t('records.delete'), run: removeAll }])
  return (
    <div
      className={classes.selection}
      role="toolbar"
      aria-label={t('records.selected', { count: ids.length })}
    >
      <span className={classes.selected} aria-live="polite">
        {t('records.selected', { count: ids.length })}
      </span>
      {bin ? (
        may('delete') && (
          <Button
            onClick={() => {
              selection.clear()
              void restore(ids)
            }}
          >
            {t('records.restore')}
          </Button>
        )
      ) : (
        <>
          {may('edit') && <Button onClick={() => setEditing(true)}>{t('records.edit')}</Button>}
          {may('delete') && (
            <Button color="red" onClick={removeAll}>
              {t('records.delete')}
            </Button>
          )}
        </>
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
  const { one, many } = type.label
  return (
    <Modal
      opened
      onClose={onClose}
      size="sm"
      title={t('records.editTitle', { count, many: (count === 1 ? one : many).toLowerCase() })}
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
          data={fields.map(([key, { label }]) => ({ value: key, label }))}
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
            <Edit key={name} field={field} label={field.label} value={value} onChange={setValue} />
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
