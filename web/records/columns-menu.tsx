import { Button, Popover, TextInput } from '@mantine/core'
import { Suspense, useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import { fieldLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import classes from './menus.module.css'
import { FieldForm, useMayAddFields } from './own/add-field.tsx'
import { columnFields, toggleColumn } from './view.ts'
import type { Layout } from './view.ts'

export function ColumnsMenu({
  type,
  layout,
  onLayout,
}: {
  type: RecordType
  layout: Layout
  onLayout: (change: Partial<Layout>) => void
}) {
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const [adding, setAdding] = useState(false)
  const mayAdd = useMayAddFields(type)
  const shown = new Set(layout.columns.map((column) => column.field))
  const fields = columnFields(type).filter(([, field]) =>
    fieldLabel(field).toLowerCase().includes(words.toLowerCase()),
  )
  // Beside the menu, which closes for it.
  const form = adding && (
    <Suspense>
      <FieldForm
        recordType={type.name}
        onClose={() => setAdding(false)}
        onDone={({ name }) => onLayout({ columns: toggleColumn(layout.columns, name) })}
      />
    </Suspense>
  )
  return (
    <>
      {form}
      <Popover width={240} trapFocus opened={open} onChange={setOpen}>
        <Popover.Target>
          <Button onClick={() => setOpen(!open)}>{t('table.columns')}</Button>
        </Popover.Target>
        <Popover.Dropdown p={8} aria-label={t('table.columns')}>
          <TextInput
            placeholder={t('table.findColumn')}
            aria-label={t('table.findColumn')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            mb={6}
          />
          <div className={classes.checks}>
            {fields.map(([name, field]) => (
              <label key={name} className={classes.check}>
                <input
                  type="checkbox"
                  checked={shown.has(name)}
                  onChange={() => onLayout({ columns: toggleColumn(layout.columns, name) })}
                />
                {fieldLabel(field)}
              </label>
            ))}
          </div>
          {mayAdd && (
            <Button
              variant="subtle"
              size="compact-sm"
              mt={6}
              onClick={() => {
                setOpen(false)
                setAdding(true)
              }}
            >
              {t('fields.add')}
            </Button>
          )}
        </Popover.Dropdown>
      </Popover>
    </>
  )
}
