import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { MultiSelect } from '@mantine/core'
import { openOptions, type ChoiceField } from '../../../contract/records/field.ts'
import { choiceLabel, choicesFrom } from '../../text/labels.ts'
import { Chip } from '../../ui/wing.tsx'
import classes from './field.module.css'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

function ShowChoices({ field, value }: ShowProps) {
  const { options } = field as ChoiceField
  return (
    <span className={classes.chips}>
      {(value as string[]).map((chosen) => (
        <Chip key={chosen}>{choiceLabel(options, chosen)}</Chip>
      ))}
    </span>
  )
}

function EditChoices(props: EditProps) {
  return (
    <MultiSelect
      {...inputProps(props)}
      data={choicesFrom(openOptions(props.field as ChoiceField))}
      searchable
      value={(props.value as string[] | null) ?? []}
      onChange={(values) => props.onChange(values.length > 0 ? values : null)}
    />
  )
}

export const choices: Widget = { Show: ShowChoices, Edit: EditChoices, width: 180 }
