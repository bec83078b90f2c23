import { TextInput } from '@mantine/core'
import { fromClock, onClock } from '../../../contract/values/clock.ts'
import { DateTime, Relative, useManner } from '../../ui/manner.tsx'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

const ShowMoment = ({ value, full }: ShowProps) =>
  full ? <DateTime value={value as string} /> : <Relative value={value as string} />

/** Written in the reader's time zone, kept in UTC. */
function EditMoment(props: EditProps) {
  const { zone } = useManner()
  return (
    <TextInput
      {...inputProps(props)}
      type="datetime-local"
      value={props.value ? onClock(String(props.value), zone) : ''}
      onChange={(event) => {
        const written = event.currentTarget.value
        props.onChange(written ? fromClock(written, zone) : null)
      }}
    />
  )
}

export const moment: Widget = { Show: ShowMoment, Edit: EditMoment, width: 140 }
