// What people report, in English and German, and what helped.

/** `levels` are impact and urgency with their weights; `fixes` are code, notes and workaround. */
export const TOPICS = [
  {
    id: 'vpn', weight: 14, group: 'network', service: 'Remote access',
    levels: [
      [5, ['medium', 'high']], [6, ['medium', 'medium']],
      [2, ['high', 'medium']], [3, ['low', 'medium']],
    ],
    en: [
      [
        'VPN connection drops every few minutes',
        'Working from home, the VPN client says "connection lost" and I have no '
        + 'connection to the file share.',
      ],
      [
        'Cannot connect to VPN since the update',
        'AnyConnect fails with error 619 after last night\'s client update. Remote '
        + 'access is down for me.',
      ],
    ],
    de: [
      [
        'VPN bricht ständig ab',
        'Im Homeoffice verliert der VPN-Client alle paar Minuten die Verbindung. '
        + 'Fehlermeldung 619.',
      ],
      [
        'Fernzugriff funktioniert nicht',
        'Seit dem Update keine Verbindung über VPN möglich, Fehler 619.',
      ],
    ],
    fixes: [
      [
        'configuration',
        'Renewed the client profile; error 619 came from the old gateway certificate.',
        'Choose the gateway "vpn2" in the client until the profile is renewed.',
      ],
      [
        'configuration',
        'Set the MTU of the client to 1350; the drops stopped.',
        'Switch the client to TCP in its settings.',
      ],
    ],
  },
  {
    id: 'email', weight: 13, group: 'applications', service: 'E-mail',
    levels: [
      [4, ['medium', 'medium']], [5, ['low', 'medium']],
      [1, ['high', 'high']], [3, ['low', 'low']],
    ],
    en: [
      [
        'Outlook does not send mails',
        'Mails stay in the outbox since this morning. Outlook shows error 0x800CCC0F.',
      ],
      [
        'Shared mailbox not available',
        'The mailbox of the order team cannot be opened, error "not reachable".',
      ],
    ],
    de: [
      [
        'Outlook hängt beim Start',
        'Outlook hängt beim Laden des Profils, E-Mails gehen nicht raus. Fehler 0x800CCC0F.',
      ],
      ['Postfach nicht erreichbar', 'Das Sammelpostfach der Bestellungen ist nicht erreichbar.'],
    ],
    fixes: [
      [
        'workaround',
        'Rebuilt the Outlook profile and the offline cache; error 0x800CCC0F is gone.',
        'Use the web mailbox until the profile is rebuilt.',
      ],
      ['permission', 'Gave the team full access to the shared mailbox again.', ''],
    ],
  },
  {
    id: 'printer', weight: 10, group: 'serviceDesk', service: 'Printing',
    levels: [[6, ['low', 'low']], [4, ['low', 'medium']], [1, ['medium', 'medium']]],
    en: [
      [
        'Printer on floor 3 does not print',
        'Print jobs are queued but nothing comes out; the printer shows offline.',
      ],
      ['Scanner function broken', 'The scanner of the multifunction printer fails with a timeout.'],
    ],
    de: [
      [
        'Drucker im 2. OG druckt nicht',
        'Druckaufträge bleiben in der Warteschlange, der Drucker ist offline.',
      ],
      ['Toner leer und Papierstau', 'Der Drucker meldet Papierstau, danach druckt er nicht mehr.'],
    ],
    fixes: [
      [
        'restart',
        'Restarted the print spooler and the queue of the printer.',
        'Print on the printer of the next floor meanwhile.',
      ],
      ['hardware', 'Replaced the toner and cleaned the feed rollers.', ''],
    ],
  },
  {
    id: 'account', weight: 13, group: 'serviceDesk', service: 'Identity',
    levels: [[5, ['low', 'high']], [4, ['low', 'medium']], [1, ['medium', 'high']]],
    en: [
      [
        'Locked out of my account',
        'Cannot log in after three attempts, the account is locked out and MFA fails.',
      ],
      ['Forgot my password', 'Please reset my password, I forgot my password over the holidays.'],
    ],
    de: [
      ['Konto gesperrt', 'Kann mich nicht anmelden, das Benutzerkonto ist gesperrt.'],
      ['Passwort vergessen', 'Ich habe mein Passwort vergessen und brauche ein neues Passwort.'],
    ],
    fixes: [
      [
        'account',
        'Unlocked the account and registered MFA again.',
        'Unlock it yourself on the password page with your second factor.',
      ],
      ['account', 'Set a new password after a check by phone.', ''],
    ],
  },
  {
    id: 'network', weight: 8, group: 'network', service: 'Office network',
    levels: [[2, ['high', 'high']], [4, ['medium', 'high']], [4, ['medium', 'medium']]],
    en: [
      [
        'WiFi down in building B',
        'No connection to the WiFi in all of building B, the access points are unreachable.',
      ],
      [
        'Network very slow in Dublin',
        'Everything over the network is slow since noon, file copies time out.',
      ],
    ],
    de: [
      [
        'WLAN im Gebäude B ausgefallen',
        'Kein Internet über WLAN, die Access Points sind nicht erreichbar.',
      ],
      [
        'Netzwerk sehr langsam',
        'Das Netzwerk ist seit heute Mittag langsam, Kopieren bricht mit Timeout ab.',
      ],
    ],
    fixes: [
      [
        'network',
        'Restarted switch B-04 after its firmware hung; moved the access points to B-05.',
        'Use the cable at the desk.',
      ],
      ['capacity', 'Moved the backup window out of working hours.', ''],
    ],
  },
  {
    id: 'database', weight: 6, group: 'applications', service: 'ERP',
    levels: [[3, ['high', 'high']], [3, ['high', 'medium']], [4, ['medium', 'medium']]],
    en: [
      [
        'ERP reports database error',
        'Posting an invoice fails with ORA-01555, the database times out.',
      ],
      ['ERP unavailable', 'The ERP is not available for the whole finance team, error on login.'],
    ],
    de: [
      [
        'ERP meldet Datenbankfehler',
        'Beim Buchen kommt der Fehler ORA-01555, die Datenbank läuft in ein Timeout.',
      ],
      ['ERP nicht verfügbar', 'Das ERP ist für die ganze Buchhaltung nicht verfügbar.'],
    ],
    fixes: [
      [
        'software',
        'Enlarged the undo tablespace; ORA-01555 has not come again.',
        'Post invoices in lots of at most 50.',
      ],
      ['restart', 'Restarted the application server after the deadlock.', ''],
    ],
  },
  {
    id: 'hardware', weight: 9, group: 'serviceDesk', service: 'Workplace',
    levels: [[5, ['low', 'medium']], [4, ['low', 'low']], [1, ['low', 'high']]],
    en: [
      [
        'Laptop battery does not charge',
        'The laptop stopped working on battery, the docking station is not recognised.',
      ],
      [
        'Screen stays black',
        'The second monitor stays black since this morning, the screen is broken.',
      ],
    ],
    de: [
      ['Laptop stürzt ab', 'Der Laptop stürzt beim Anschließen der Dockingstation ab.'],
      ['Bildschirm bleibt schwarz', 'Der zweite Bildschirm ist defekt, er bleibt schwarz.'],
    ],
    fixes: [
      [
        'hardware',
        'Replaced the docking station; its power supply was defective.',
        'Plug the charger straight into the laptop.',
      ],
      ['hardware', 'Replaced the monitor cable.', ''],
    ],
  },
  {
    id: 'request', weight: 10, group: 'serviceDesk', service: 'Workplace',
    levels: [[6, ['low', 'low']], [2, ['low', 'medium']]],
    en: [
      [
        'New laptop for a new starter',
        'We would like a new laptop and need access to the ERP for a new employee on the first.',
      ],
      [
        'Please install the diagram editor',
        'I would like the diagram editor on my machine, please install it.',
      ],
    ],
    de: [
      [
        'Neuer Laptop für neue Mitarbeiterin',
        'Wir benötigen einen neuen Laptop und Zugriff auf das ERP.',
      ],
      [
        'Bitte installieren: Diagrammeditor',
        'Ich benötige den Diagrammeditor, bitte installieren.',
      ],
    ],
    fixes: [['fulfilled', 'Delivered as asked for.', '']],
  },
  {
    id: 'security', weight: 5, group: 'security', service: 'Information security',
    levels: [[3, ['medium', 'high']], [2, ['high', 'high']], [2, ['low', 'high']]],
    facts: { securityClass: 'fraud.phishing', tlp: 'TLP:AMBER' },
    en: [
      [
        'Suspicious mail asks for my password',
        'A phishing mail with a spoofed sender asks me to log in at a strange address.',
      ],
      ['Laptop stolen on the train', 'My laptop was stolen, customer data may be on it.'],
    ],
    de: [
      [
        'Verdächtige E-Mail mit Anhang',
        'Eine verdächtige E-Mail mit gefälschtem Absender, Anhang enthält wohl Schadsoftware.',
      ],
      [
        'Konto gehackt?',
        'Verdächtige Anmeldung aus dem Ausland, mein Konto wurde wohl kompromittiert.',
      ],
    ],
    fixes: [
      [
        'contained',
        'Blocked the sender and the address, revoked the sessions, set a new password.',
        'Do not open the link; forward the mail to the security team.',
      ],
      ['contained', 'Wiped the device remotely; the disk was encrypted.', ''],
    ],
  },
  {
    id: 'telephony', weight: 5, group: 'network', service: 'Telephony',
    levels: [[4, ['low', 'medium']], [3, ['medium', 'medium']]],
    en: [[
      'Phone has no dial tone',
      'The desk phone is broken: no calls in or out, voicemail is unreachable.',
    ]],
    de: [[
      'Telefon ohne Freizeichen',
      'Das Telefon geht nicht, keine Anrufe möglich, der Anrufbeantworter ist nicht erreichbar.',
    ]],
    fixes: [[
      'restart',
      'Registered the phone at the exchange again.',
      'Use the softphone on the laptop.',
    ]],
  },
];

/** What is said on the way. */
export const MESSAGES = {
  en: {
    question: 'Could you send us a screenshot of the message, and since when does it happen?',
    answer: 'Here it is. It happens since this morning, on cable and on WiFi.',
    update: 'We found the cause and are working on it. We will come back to you today.',
    nudge: 'Any news? I cannot work properly.',
    solved: 'This should work again now. Please tell us if it does not.',
    again: 'It is back, the same as before.',
    thanks: 'Works, thank you!',
    note: 'Same symptom as last week, looked at the logs of the gateway.',
  },
  de: {
    question:
      'Können Sie uns bitte einen Screenshot der Meldung schicken, und seit wann tritt sie auf?',
    answer: 'Anbei. Es tritt seit heute Morgen auf, mit Kabel und über WLAN.',
    update: 'Wir haben die Ursache gefunden und arbeiten daran. Wir melden uns heute noch.',
    nudge: 'Gibt es etwas Neues? Ich kann so nicht richtig arbeiten.',
    solved: 'Das sollte jetzt wieder funktionieren. Bitte melden Sie sich, falls nicht.',
    again: 'Es ist wieder da, genau wie vorher.',
    thanks: 'Funktioniert, danke!',
    note: 'Gleiches Symptom wie letzte Woche, Protokolle des Gateways geprüft.',
  },
};

/** What people add: where they are, and what they have noticed. */
export const DETAILS = {
  en: {
    room: 'room',
    noticed: [
      'Two colleagues beside me have it as well.', 'It began after the weekend.',
      'It comes about every ten minutes.', 'Switching it off and on changed nothing.',
      'I need it for the month-end.', 'It was fine until yesterday afternoon.',
    ],
  },
  de: {
    room: 'Raum',
    noticed: [
      'Zwei Kolleginnen nebenan haben es auch.', 'Es begann nach dem Wochenende.',
      'Es kommt etwa alle zehn Minuten.', 'Aus- und Einschalten hat nichts gebracht.',
      'Ich brauche es für den Monatsabschluss.', 'Bis gestern Nachmittag war alles gut.',
    ],
  },
};
