import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { person as personType } from '../../../contract/customer/person.ts'
import { recordQuery } from '../../records/record-api.ts'
import { LettersContext, type Letter } from '../../shell/letters.ts'
import { useTypes } from '../../shell/types.ts'
import { mailboxQuery } from './mail-api.ts'
import MailPanel from './mail-panel.tsx'

interface Writing {
  type: string
  recordId: string
  letter: Letter
}

/** A page whose documents leave by the member's own mailbox, if they have one. */
export function Letters({ children }: { children: ReactNode }) {
  const { data } = useQuery(mailboxQuery)
  const [writing, setWriting] = useState<Writing | null>(null)
  const write = (type: string, recordId: string, letter: Letter) => setWriting({ type, recordId, letter })
  return (
    <LettersContext value={data?.mailbox ? write : null}>
      {children}
      {writing && <Written {...writing} onClose={() => setWriting(null)} />}
    </LettersContext>
  )
}

function Written({ type, recordId, letter, onClose }: Writing & { onClose: () => void }) {
  const types = useTypes()
  const about = useQuery(recordQuery(types.of(type), recordId))
  const person = useQuery({
    ...recordQuery(personType, letter.person ?? ''),
    enabled: letter.person !== null,
  })
  if (!about.data || person.isLoading) return null
  return (
    <MailPanel
      type={types.of(type)}
      record={about.data}
      replyTo={null}
      letter={{ ...letter, to: person.data ?? null }}
      onClose={onClose}
    />
  )
}
