/** The names that Slack gives to the emoji people use in support channels. */
const EMOJI: Record<string, string> = Object.fromEntries(
  `
  grinning 😀|smiley 😃|smile 😄|grin 😁|laughing 😆|satisfied 😆|sweat_smile 😅|rolling_on_the_floor_laughing 🤣|joy 😂
  slightly_smiling_face 🙂|upside_down_face 🙃|wink 😉|blush 😊|innocent 😇|heart_eyes 😍|star-struck 🤩|kissing_heart 😘
  yum 😋|thinking_face 🤔|zipper_mouth_face 🤐|neutral_face 😐|expressionless 😑|no_mouth 😶|smirk 😏|unamused 😒
  face_with_rolling_eyes 🙄|grimacing 😬|relieved 😌|pensive 😔|sleepy 😪|sleeping 😴|mask 😷|dizzy_face 😵|exploding_head 🤯
  sunglasses 😎|nerd_face 🤓|confused 😕|worried 😟|slightly_frowning_face 🙁|open_mouth 😮|hushed 😯|astonished 😲|flushed 😳
  fearful 😨|cold_sweat 😰|cry 😢|sob 😭|scream 😱|disappointed 😞|sweat 😓|weary 😩|tired_face 😫|triumph 😤|rage 😡|angry 😠
  skull 💀|robot_face 🤖|see_no_evil 🙈|wave 👋|raised_hand ✋|ok_hand 👌|crossed_fingers 🤞|point_left 👈|point_right 👉
  point_up_2 👆|point_down 👇|point_up ☝️|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|fist ✊|facepunch 👊|clap 👏|raised_hands 🙌
  open_hands 👐|handshake 🤝|pray 🙏|writing_hand ✍️|muscle 💪|eyes 👀|brain 🧠|shrug 🤷|facepalm 🤦|bow 🙇|technologist 🧑‍💻
  firefighter 🧑‍🚒|detective 🕵️|busts_in_silhouette 👥|bust_in_silhouette 👤|heart ❤️|broken_heart 💔|blue_heart 💙|green_heart 💚
  yellow_heart 💛|100 💯|anger 💢|boom 💥|sparkles ✨|star ⭐|star2 🌟|dizzy 💫|zap ⚡|fire 🔥|rainbow 🌈|sunny ☀️|cloud ☁️
  umbrella ☔|snowflake ❄️|snowman ⛄|ocean 🌊|droplet 💧|seedling 🌱|evergreen_tree 🌲|four_leaf_clover 🍀|coffee ☕|tea 🍵|beer 🍺
  beers 🍻|pizza 🍕|cake 🍰|cookie 🍪|popcorn 🍿|gift 🎁|tada 🎉|confetti_ball 🎊|balloon 🎈|trophy 🏆|medal 🏅|dart 🎯|ticket 🎫
  admission_tickets 🎟️|bug 🐛|beetle 🪲|cat 🐱|dog 🐶|unicorn_face 🦄|turtle 🐢|snail 🐌|whale 🐳|penguin 🐧|rocket 🚀|airplane ✈️
  car 🚗|ambulance 🚑|fire_engine 🚒|police_car 🚓|construction 🚧|rotating_light 🚨|vertical_traffic_light 🚦|ship 🚢|anchor ⚓
  house 🏠|office 🏢|hospital 🏥|factory 🏭|globe_with_meridians 🌐|earth_africa 🌍|earth_americas 🌎|earth_asia 🌏|crescent_moon 🌙
  clock1 🕐|clock3 🕒|clock6 🕕|clock9 🕘|clock12 🕛|hourglass ⌛|hourglass_flowing_sand ⏳|watch ⌚|alarm_clock ⏰|stopwatch ⏱️
  timer_clock ⏲️|calendar 📆|date 📅|spiral_calendar_pad 🗓️|computer 💻|desktop_computer 🖥️|keyboard ⌨️|floppy_disk 💾|cd 💿
  phone ☎️|telephone ☎️|telephone_receiver 📞|iphone 📱|pager 📟|fax 📠|battery 🔋|electric_plug 🔌|bulb 💡|flashlight 🔦
  mag 🔍|mag_right 🔎|lock 🔒|unlock 🔓|key 🔑|closed_lock_with_key 🔐|shield 🛡️|hammer 🔨|hammer_and_wrench 🛠️|wrench 🔧|gear ⚙️
  nut_and_bolt 🔩|link 🔗|paperclip 📎|pushpin 📌|round_pushpin 📍|scissors ✂️|package 📦|mailbox 📫|inbox_tray 📥|outbox_tray 📤
  email ✉️|envelope ✉️|e-mail 📧|incoming_envelope 📨|memo 📝|pencil 📝|pencil2 ✏️|page_facing_up 📄|page_with_curl 📃|clipboard 📋
  bookmark_tabs 📑|bookmark 🔖|book 📖|books 📚|newspaper 📰|file_folder 📁|open_file_folder 📂|card_index_dividers 🗂️|wastebasket 🗑️
  bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|moneybag 💰|credit_card 💳|receipt 🧾|scales ⚖️|label 🏷️
  bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|speaker 🔈|mute 🔇|speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭|zzz 💤
  white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|heavy_multiplication_x ✖️
  heavy_plus_sign ➕|heavy_minus_sign ➖|exclamation ❗|heavy_exclamation_mark ❗|grey_exclamation ❕|question ❓|grey_question ❔
  bangbang ‼️|interrobang ⁉️|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|radioactive_sign ☢️|recycle ♻️
  red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣
  large_brown_circle 🟤|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨
  large_green_square 🟩|large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛|small_red_triangle 🔺|small_red_triangle_down 🔻
  large_blue_diamond 🔷|large_orange_diamond 🔶|small_blue_diamond 🔹|small_orange_diamond 🔸|double_vertical_bar ⏸️|pause_button ⏸️
  arrow_forward ▶️|arrow_backward ◀️|black_square_for_stop ⏹️|black_circle_for_record ⏺️|fast_forward ⏩|rewind ⏪
  black_right_pointing_double_triangle_with_vertical_bar ⏭️|arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrow_upper_right ↗️
  arrow_lower_right ↘️|arrow_up_small 🔼|arrow_down_small 🔽|left_right_arrow ↔️|arrows_counterclockwise 🔄|repeat 🔁
  leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|twisted_rightwards_arrows 🔀|information_source ℹ️|new 🆕|ok 🆗|up 🆙|sos 🆘|free 🆓
  one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|zero 0️⃣|hash #️⃣|infinity ♾️
  checkered_flag 🏁|triangular_flag_on_post 🚩|waving_white_flag 🏳️|waving_black_flag 🏴|crossed_swords ⚔️|crystal_ball 🔮|magnet 🧲
  test_tube 🧪|microscope 🔬|telescope 🔭|satellite_antenna 📡|satellite 🛰️|thermometer 🌡️|pill 💊|syringe 💉|adhesive_bandage 🩹
  stethoscope 🩺|toolbox 🧰|bricks 🧱|ladder 🪜|jigsaw 🧩|compass 🧭|world_map 🗺️|beach_with_umbrella 🏖️|palm_tree 🌴|bed 🛏️
  `
    .trim()
    .split(/[|\n]+/)
    .map((entry) => entry.trim().split(' ') as [string, string]),
);

const TONES = ['\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'];

/** The Unicode character of an emoji name without colons, with Slack's skin tones 2 to 6; undefined when the name is not known. */
export function emojiCharacter(name: string, tone?: number): string | undefined {
  const character = Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined;
  const modifier = tone === undefined ? undefined : TONES[tone - 2];
  return character && modifier ? character.replace('\u{FE0F}', '') + modifier : character;
}

/** A reaction's name (`eyes`, `wave::skin-tone-3`) as a character, or as `:name:` when it is not known. */
export function reactionCharacter(reaction: string): string {
  const [name = '', tone] = reaction.split('::skin-tone-');
  return emojiCharacter(name, tone ? Number(tone) : undefined) ?? `:${name}:`;
}

/** Replaces the emoji names in plain text; unknown names stay. */
export const withEmoji = (text: string): string =>
  text.replace(/:([a-z0-9_+'-]+)(?:::skin-tone-([2-6]))?:/g, (whole, name: string, tone: string | undefined) => {
    return emojiCharacter(name, tone ? Number(tone) : undefined) ?? whole;
  });
