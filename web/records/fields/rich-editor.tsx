import Link from '@tiptap/extension-link'
import Placeholder from '@tiptap/extension-placeholder'
import { EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { useId } from 'react'
import classes from './field.module.css'
import type { EditProps } from './widget.ts'
import { fieldHelp } from '../../text/labels.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** Writing with the few forms that a note needs: paragraphs, lists, bold, italic, links. */
export default function RichEditor({ field, value, onChange, label, inCell, error, autoFocus }: EditProps) {
  const id = useId()
  const editor = useEditor({
    extensions: [
      StarterKit.configure({ link: false, heading: false, codeBlock: false, horizontalRule: false }),
      Link.configure({ openOnClick: false, protocols: ['https', 'http', 'mailto'] }),
      Placeholder.configure({ placeholder: fieldHelp(field) ?? '' }),
    ],
    content: (value as string | null) ?? '',
    autofocus: autoFocus ? 'end' : false,
    injectNonce: nonce,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        ...(inCell ? { 'aria-label': label } : { 'aria-labelledby': id }),
        ...(error && { 'aria-invalid': 'true' }),
      },
    },
    onUpdate: ({ editor: current }) => onChange(current.isEmpty ? null : current.getHTML()),
  })
  return (
    <div className={inCell ? classes.popped : undefined}>
      {!inCell && (
        <div id={id} className={classes.legend}>
          {label}
          {field.required && ' *'}
        </div>
      )}
      <EditorContent editor={editor} className={classes.editor} />
      {error && <p className={classes.help}>{error}</p>}
    </div>
  )
}
