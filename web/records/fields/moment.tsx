import { TextInput } from '@mantine/core'
import { Temporal } from 'temporal-polyfill'
import { DateTime, Relative, useManner } from '../../ui/manner.tsx'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

const ShowMoment = ({ value, full }: ShowProps) =>
  full ? <DateTime value={value as string} /> : <Relative value={value as string} />

/** Written in the reader's time zone, kept in UTC. */
function EditMoment(props: EditProps) {
  const { zone } = useManner()
  const local = props.value
    ? Temporal.Instant.from(String(props.value))
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' })
    : ''
  return (
    <TextInput
      {...inputProps(props)}
      type="datetime-local"
      value={local}
      onChange={(event) => {
        const written = event.currentTarget.value
        props.onChange(
          written
            ? Temporal.PlainDateTime.from(written)
                .toZonedDateTime(zone)
                .toInstant()
                .toString({ fractionalSecondDigits: 3 })
            : null,
        )
      }}
    />
  )
}

export const moment: Widget = { Show: ShowMoment, Edit: EditMoment, width: 140 }
