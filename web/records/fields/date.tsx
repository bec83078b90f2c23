import { TextInput } from '@mantine/core'
import { Day } from '../../ui/manner.tsx'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

const ShowDate = ({ value }: ShowProps) => <Day value={value as string} />

/** The browser's own date field: known to the hand, and the right one on a phone. */
function EditDate(props: EditProps) {
  return (
    <TextInput
      {...inputProps(props)}
      type="date"
      value={(props.value as string | null) ?? ''}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    />
  )
}

export const date: Widget = { Show: ShowDate, Edit: EditDate, width: 120 }
