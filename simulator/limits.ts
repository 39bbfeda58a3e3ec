/** Every number Slack holds people to. Text lengths count Unicode code points. */

export const messageLimits = {
  blocks: 50,
  attachments: 100,
  /** `chat.postMessage` cuts longer texts and warns `message_truncated`. */
  textCutAt: 40_000,
  /** `chat.update` and `chat.postEphemeral` refuse longer texts. */
  textRefusedAt: 4_000,
  markdownText: 12_000,
  /** Text of all blocks together; beyond it `msg_blocks_too_long`. */
  textOfAllBlocks: 13_200,
  /** Slack does not document the size; a JSON text beyond this many bytes is refused. */
  metadataBytes: 16_000,
  tables: 1,
  tableCharacters: 10_000,
  dataTableCharacters: 20_000,
  dataVisualizations: 2,
} as const;

export const viewLimits = {
  blocks: 100,
  title: 24,
  submit: 24,
  close: 24,
  privateMetadata: 3_000,
  externalId: 255,
  callbackId: 255,
  /** The whole view as JSON. */
  bytes: 250_000,
  focusOnLoad: 1,
} as const;

export const identifierLimits = { blockId: 255, actionId: 255 } as const;

export const textLimits = {
  section: 3_000,
  field: 2_000,
  context: 3_000,
  header: 150,
  label: 2_000,
  hint: 2_000,
  placeholder: 150,
  altText: 2_000,
  imageTitle: 2_000,
  imageUrl: 3_000,
  videoTitle: 199,
  videoAuthor: 49,
  videoDescription: 3_000,
  alert: 200,
  cardHeading: 150,
  cardBody: 200,
  containerHeading: 150,
  chartTitle: 50,
  chartLabel: 20,
} as const;

export const blockLimits = {
  sectionFields: 10,
  contextElements: 10,
  actionsElements: 25,
  contextActionsElements: 5,
  headerLevel: 4,
  tableRows: 100,
  tableCells: 20,
  tableColumnSettings: 20,
  dataTableRows: 201,
  dataTableColumns: 20,
  dataTablePageSize: 100,
  carouselCards: 10,
  cardButtons: 3,
  containerChildren: 10,
  planTasks: 50,
  pieSegments: 12,
  chartSeries: 6,
  chartPoints: 20,
  richTextIndent: 8,
} as const;

export const elementLimits = {
  buttonText: 75,
  buttonValue: 2_000,
  url: 3_000,
  accessibilityLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  options: 100,
  optionGroups: 100,
  groupLabel: 75,
  overflowOptions: 5,
  choices: 10,
  inputLength: 3_000,
  richTextLines: 100,
  files: 10,
} as const;

/** How long things of Slack live; ms, counted on the workspace clock except where it says real time. */
export const lifetimes = {
  triggerId: 3_000,
  responseUrl: 30 * 60_000,
  responseUrlUses: 5,
  /** Real time: how long the app may take to acknowledge. */
  acknowledgement: 3_000,
  /** When an event that nobody acknowledged is sent again, counted from the failed delivery. */
  eventRetries: [0, 60_000, 300_000],
  /** Real time between the warning and the close of a socket. */
  socketWarning: 10_000,
  /** Real time between the server's pings. */
  socketPing: 5_000,
  /** Real time an uploaded file needs until its message appears. */
  fileShare: 50,
  redirects: 2,
} as const;

/** Calls per minute of each tier. A burst of one minute's worth is let through, then calls must keep the pace. */
export const rateLimits = {
  tiers: { t1: 1, t2: 20, t3: 50, t4: 100, special: 600 },
  /** `chat.postMessage` per channel: a steady rate and how many may come at once. */
  posts: { perMinute: 60, burst: 4 },
  eventsPerHour: 30_000,
  sockets: 10,
} as const;

export const callLimits = {
  pageDefault: 100,
  historyPage: 999,
  repliesPage: 1_000,
  /** Members of a group conversation opened by the app, the app not counted. */
  openedWith: 8,
  viewStack: 3,
  reactionsPerMessage: 50,
  bookmarkTitle: 256,
  bookmarkLink: 2_048,
} as const;
