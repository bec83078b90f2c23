import { Letters } from '../../customer/mail/letters.tsx'
import InvoicePage from '../../sales/orders/invoice-page.tsx'

export default function Page() {
  return (
    <Letters>
      <InvoicePage />
    </Letters>
  )
}
