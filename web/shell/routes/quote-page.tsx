import { Letters } from '../../customer/mail/letters.tsx'
import QuotePage from '../../sales/quotes/quote-page.tsx'

export default function Page() {
  return (
    <Letters>
      <QuotePage />
    </Letters>
  )
}
