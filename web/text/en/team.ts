export const team = {
  'signIn.refused':
    'E-mail and password do not fit together. Check both; an administrator can set a new password.',
  'signIn.codeRefused': 'This code does not fit, or has been used. Enter the one that the app shows now.',
  'signIn.codeExpired': 'That took too long or too many tries. Enter your password again.',
  'signIn.throttled': 'Too many tries. Wait {seconds} seconds, then try again.',

  'reset.password': 'New password',
  'reset.submit': 'Set the password',
  'reset.expired': 'This link has been used or is older than an hour. Ask for another one.',

  'sample.loaded': 'The sample company is loaded: {count} records',

  'account.passwordWrong': 'The password now is not right',
} as const
