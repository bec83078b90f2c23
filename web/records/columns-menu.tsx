import { Button, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import { t } from '../text/t.ts'
import classes from './menus.module.css'
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
  const shown = new Set(layout.columns.map((column) => column.field))
  const fields = columnFields(type).filter(([, field]) =>
    field.label.toLowerCase().includes(words.toLowerCase()),
  )
  return (
    <Popover width={240} trapFocus>
      <Popover.Target>
        <Button>{t('table.columns')}</Button>
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
              {field.label}
            </label>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
