import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { TagsInput } from '@mantine/core'
import { Chip } from '../../ui/wing.tsx'
import classes from './field.module.css'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

const ShowTags = ({ value }: ShowProps) => (
  <span className={classes.chips}>
    {(value as string[]).map((tag) => (
      <Chip key={tag}>{tag}</Chip>
    ))}
  </span>
)

function EditTags(props: EditProps) {
  return (
    <TagsInput
      {...inputProps(props)}
      value={(props.value as string[] | null) ?? []}
      onChange={(values) => props.onChange(values.length > 0 ? values : null)}
    />
  )
}

export const tags: Widget = { Show: ShowTags, Edit: EditTags, width: 160 }
