import { TextInput } from '@mantine/core'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

export const ShowText = ({ value }: ShowProps) => <>{String(value)}</>

/** One line of text, in the keyboard that suits its kind. */
export const editText = (type: 'text' | 'email' | 'tel' | 'url') =>
  function EditText(props: EditProps) {
    return (
      <TextInput
        {...inputProps(props)}
        type={type === 'url' ? 'text' : type}
        inputMode={type}
        autoComplete="off"
        value={(props.value as string | null) ?? ''}
        onChange={(event) => props.onChange(event.currentTarget.value || null)}
      />
    )
  }

export const text: Widget = { Show: ShowText, Edit: editText('text'), width: 160 }
