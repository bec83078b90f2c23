import { Checkbox, Select } from '@mantine/core'
import { fieldHelp } from '../../text/labels.ts'
import { t } from '../../text/pages.ts'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

const ShowYesNo = ({ value }: ShowProps) => <>{value ? t('field.yes') : t('field.no')}</>

function EditYesNo(props: EditProps) {
  // In a form a box is enough; in a cell the words say what is chosen.
  if (!props.inCell)
    return (
      <Checkbox
        label={props.label}
        description={fieldHelp(props.field)}
        checked={props.value === true}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    )
  return (
    <Select
      {...inputProps(props)}
      data={[
        { value: 'true', label: t('field.yes') },
        { value: 'false', label: t('field.no') },
      ]}
      defaultDropdownOpened={props.inCell}
      value={props.value === null || props.value === undefined ? null : String(props.value)}
      onChange={(value) => props.onChange(value === null ? null : value === 'true')}
    />
  )
}

export const yesNo: Widget = { Show: ShowYesNo, Edit: EditYesNo, width: 90, immediate: true }
