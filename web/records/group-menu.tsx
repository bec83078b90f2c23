import { Button, Popover, Select } from '@mantine/core'
import { groupFields, isDated } from '../../contract/records/groups.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { grains } from '../../contract/values/period.ts'
import { fieldLabel, inText } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import classes from './menus.module.css'
import type { Layout } from './view.ts'

interface GroupMenuProps {
  type: RecordType
  layout: Layout
  onLayout: (change: Partial<Layout>) => void
}

/** What a table is grouped by. */
export function GroupMenu({ type, layout, onLayout }: GroupMenuProps) {
  const { group } = layout
  const fields = groupFields(type)
  const field = fields.find(([name]) => name === group?.field)?.[1]
  return (
    <Popover width={260} trapFocus>
      <Popover.Target>
        <Button>{field ? t('group.by', { field: inText(fieldLabel(field)) }) : t('group.title')}</Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.saveForm ?? ''} aria-label={t('group.title')}>
        <Select
          label={t('group.field')}
          data={fields.map(([name, one]) => ({ value: name, label: fieldLabel(one) }))}
          placeholder={t('group.ungrouped')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('group.remove') }}
          comboboxProps={{ withinPortal: false }}
          value={group?.field ?? null}
          onChange={(name) =>
            onLayout({ group: name ? { field: name, unit: group?.unit ?? 'month' } : null })
          }
        />
        {group && field && isDated(field) && (
          <Select
            label={t('group.unit')}
            data={grains.map((grain) => ({ value: grain, label: t(`group.unit.${grain}`) }))}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            value={group.unit}
            onChange={(unit) => unit && onLayout({ group: { ...group, unit } })}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
