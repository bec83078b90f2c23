import { Select } from '@mantine/core'
import type { ChoiceField } from '../../../contract/records/field.ts'
import { choiceLabel, choicesFrom } from '../../text/labels.ts'
import { Chip } from '../../ui/wing.tsx'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

const labelOf = (field: ChoiceField, value: string) => choiceLabel(field.options, value)

const ShowChoice = ({ field, value }: ShowProps) => (
  <Chip>{labelOf(field as ChoiceField, String(value))}</Chip>
)

/** What may be chosen, and what the record has already. */
const offered = (field: ChoiceField, value: unknown) =>
  field.options.filter((option) => !option.retired || option.value === value)

function EditChoice(props: EditProps) {
  return (
    <Select
      {...inputProps(props)}
      data={choicesFrom(offered(props.field as ChoiceField, props.value))}
      searchable={(props.field as ChoiceField).options.length > 8}
      clearable={!props.field.required && !props.inCell}
      allowDeselect={!props.field.required}
      defaultDropdownOpened={props.inCell ?? false}
      value={(props.value as string | null) ?? null}
      onChange={props.onChange}
      onOptionSubmit={(value) => {
        // The same one again is an answer too: it ends the edit.
        if (value === props.value) props.onChange(value)
      }}
    />
  )
}

export const choice: Widget = { Show: ShowChoice, Edit: EditChoice, width: 130, immediate: true }
