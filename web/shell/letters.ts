import { createContext, useContext } from 'react'
import type { MessageInput, OutgoingMessage } from '../../contract/customer/mail-sending.ts'

/** An email that goes with a document: how it begins, and what sends both. */
export interface Letter {
  /** The person that it begins with, if the document is for one. */
  person: string | null
  subject: string
  /** HTML, given the first name, which may be empty. */
  body: (name: string) => string
  about: Pick<MessageInput, 'person' | 'company' | 'deal'>
  /** What the document's file is called; it is attached when the message is sent. */
  attached: string
  send: (message: MessageInput) => Promise<OutgoingMessage>
  /** After its sending or undoing: what else has changed is read again. */
  onChange: () => void
}

/** Writes an email about a record of this type; null where the member has no mailbox. */
export type WriteLetter = ((type: string, recordId: string, letter: Letter) => void) | null

/** Whoever has a document asks here, and knows nothing of mailboxes. */
export const LettersContext = createContext<WriteLetter>(null)

export const useLetters = (): WriteLetter => useContext(LettersContext)
