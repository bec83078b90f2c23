import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../text/pages.ts'
import { duration as format } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { parseDuration, writeDuration } from './duration-text.ts'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

function ShowDuration({ value }: ShowProps) {
  return <>{format(value as number, useManner())}</>
}

function EditDuration(props: EditProps) {
  const [written, setWritten] = useState(() => writeDuration(props.value as number | null))
  const understood = written === '' || parseDuration(written) !== null
  return (
    <TextInput
      {...inputProps(props)}
      placeholder="1 h 30 min"
      value={written}
      error={understood ? inputProps(props).error : t('field.duration')}
      onChange={(event) => {
        setWritten(event.currentTarget.value)
        const seconds = parseDuration(event.currentTarget.value)
        if (seconds !== null || event.currentTarget.value === '') props.onChange(seconds)
      }}
    />
  )
}

export const duration: Widget = { Show: ShowDuration, Edit: EditDuration, align: 'end', width: 110 }
