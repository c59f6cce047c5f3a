// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules/rules_internal.hpp"

namespace scrm::sentiment {

const std::string_view kLeadRules = R"(
$want = хочу хотим хотел хотела хотели хочется хотелось планирую планируем думаю думаем собираюсь собираемся
$want = намерен намерены намерена решил решила решили надумал* мечтаю мечтаем присматрива* рассматриваем
$want = рассматриваю хочемо хотів хотіла хотіли хочеться хотілося планую плануємо думаємо збираюсь збираюся
$want = збираємось збираємося вирішив вирішила вирішили мрію мріємо розглядаю розглядаємо want wanting thinking
$want = planning looking considering hoping tempted wanna like need
$get = взять брать возьму оформить оформлять оформлю открыть открывать открою получить завести подать подавать
$get = подаваться податься положить вложить разместить заказать подключить перейти рефинансировать
$get = рефинансироваться выбрать купить брать арендовать застраховать взяти брати візьму оформити оформлювати
$get = відкрити відкривати відкрию отримати завести подати подавати податися податись подаватись подаватися
$get = покласти вкласти розмістити замовити підключити перейти рефінансувати обрати вибрати купити орендувати
$get = застрахувати open opening get getting apply applying take taking put deposit borrow switch move order join
$get = buy invest remortgage refinance
$take = взять оформить открыть завести подаваться податься вложить рефинансировать застраховать арендовать взяти
$take = оформити відкрити завести податися податись вкласти рефінансувати застрахувати орендувати
$need = нужен нужна нужно нужны надо требуется необходим* ищу ищем потрібен потрібна потрібно потрібні треба шукаю
$need = шукаємо need needing looking seeking
$buy = квартир* дом домик дач* участок машин* авто автомобил* ремонт* жиль* двушк* однушк* студи*
$buy = мотоцикл* техник* холодильник* ноутбук* обучени* учеб* лечени* зубы зубов свадьб* отпуск житло будинок хат*
$buy = квартир* авто ремонт навчанн* лікуванн* весілл* генератор* house home flat car kitchen wedding van bike
$buy = boat extension renovation studies degree course
[lead.want_product 2]
!$want .. $get .. $product, !$want .. $get, $need .. $card|$loan|$mortgage|$deposit|$other_product
!хочу|хотим|хочемо|хочется|хочеться .. $card|$loan|$mortgage|$deposit|$other_product, !хочу .. счет|счёт|рахунок
!хочу|хотим|хочемо|мечтаю|мечтаем|мрію|мріємо .. $buy, $want .. к вам, думаю к вам, хочу к вам
хочу стать .. клиент*, хочу стати .. клієнт*, собираюсь .. подавать*, планирую .. брать|взять|подавать
интересует .. $product, цікавить .. $product, интересуют .. $product, цікавлять .. $product, интересно .. оформить
готов .. оформить|открыть|взять|перейти|положить, готова .. оформить|открыть|взять|перейти|положить
готовий .. оформити|відкрити|взяти, готова .. оформити|відкрити|взяти, хочу .. подаваться|подаватись
хочу .. попробовать .. $product, присматриваюсь, присматриваемся, придивляюсь, придивляюся
выбираю .. карту|банк|вклад|между, обираю .. картку|банк|вклад|між, вибираю .. картку|банк|вклад|між
первая в очереди, первый в очереди, первым .. оформлю|встану|возьму|открою, перший .. оформлю|подався|візьму
першою .. оформлю|підпишусь|візьму, сразу .. оформлю|перейду|возьму|открою|открыл|перенесу
одразу .. оформлю|перейду|візьму|відкрию, оформлю .. сразу|первым|первой, оформлю .. тут же, открыл бы, открыла бы
взял бы
взяла бы, оформил бы, оформила бы, перешел бы, перешёл бы, перешла бы, відкрив би, відкрила б, відкрили б, взяв би
взяла б, оформив би, оформила б, перейшов би, перейшла б
want to open, want to apply, want a, want an, want to get, want to take, want to switch to, want to move to
want to put, want to borrow, want to remortgage, want to buy, wanting to open, wanting to apply, i'd like to open
i'd like to apply, i'd like to get, i'd like to take, i'd like a, would like to open, would like to apply
would like a, would like to switch, looking for .. bank|account|card|loan|mortgage|savings|isa|broker|rate
looking to open, looking to get, looking to apply, looking to remortgage, looking to borrow, looking to switch
looking at your, thinking of opening, thinking of applying, thinking of getting, thinking of switching to
thinking of moving, thinking about opening, thinking about applying, thinking about getting, thinking about a
considering opening, considering a, considering your, considering switching to, planning to open
planning to apply, planning to buy, planning to get, planning on, hoping to apply, hoping to get, hoping to buy
hoping to open, hoping to borrow, tempted by, tempted to open, tempted to, interested in, keen to open, keen on
ready to apply, ready to open, ready to sign up, need a loan, need a mortgage, need an account
need a business account, need a card, need a bank account, need a bank, need to borrow, need to open, need a new
need .. account|loan|mortgage|overdraft, about to apply, going to apply, wanna open, wanna get, i'd open, i'd join
i'd switch, i'd sign up, i'd move, we'd all open, we'd open, i'd apply, i'd be first, count me in, sign me up
take my money, shut up and take
завести .. счет|счёт|рахунок, пойду .. за кредит*|карт*, иду .. за кредит*|карт*, піду .. по кредит|картк*
думаем .. брать, думаємо .. брати, взять бы .. $product, взять что ли .. $product, взяти б .. $product
созрел* .. на $product
[lead.ask_get 2]
как|где|куда .. $get .. $card|$loan|$mortgage|$deposit|$other_product ?
где .. выгодн*|лучше|дешевл*|проще .. $get, где лучше, где выгодн*, де краще, де вигідн*, куда лучше .. $get
куда .. положить|вложить|обратиться, куди краще, куди .. покласти|вкласти|звернутис*, можно ли .. $get
чи можна .. $get, можно .. $get ?, можна .. $get ?, чи можу .. $get, могу .. $get ?, смогу .. $get ?
можу .. $get ?, зможу .. $get ?, как .. взять|оформить|открыть|получить|подать|заказать|подключить|завести
як .. взяти|оформити|відкрити|отримати|подати|замовити|підключити|завести, какие документы .. нужны|для|надо
какие нужны документы, какие документы, який пакет документів, які документи, яку довідку, какую справку
какие справки, какие требования, які вимоги, що потрібно .. щоб|для, що треба .. щоб|для, что нужно .. чтобы|для
чтобы .. взять|оформить|открыть|получить, щоб .. взяти|оформити|відкрити|отримати, стоит ли .. $get
стоит .. $get ?, есть смысл, чи варто, варто .. $get ?, є сенс, брать или, брати чи, стоит ли связываться
откройте мне, оформите мне, подключите мне, $need .. тариф|безлимит*|интернет|симка|симку|модем|пакет|безліміт*
хочу .. подключить|подключиться|подключится|підключити|підключитись, что .. предложите|посоветуете .. ?
how do i apply, how do i open, how can i apply, how can i open, how do i get a, how can i get a, how to apply
how to open, how do we apply, can i open, can i apply, can i get a, can i get an, can i still open
can i still get, can i take out, can we get, can we apply, can we open, could i get, could i open, could i apply
could we get, can i borrow, how much can i borrow, how much could i borrow, how much can we borrow
how much would you lend, how much could we borrow, what do i need to, what documents, which documents
what paperwork, where do i apply, where can i apply, where can i open, is it worth applying, worth applying
worth opening, worth getting, worth switching, worth it to open, worth moving, should i get, should i go for
should i open, should i apply, should i take, what's the process for, what is the process for, eligible for
am i eligible, are we eligible, eligibility, do i qualify, would i qualify, could i qualify, qualify for
chance of a mortgage, chance of getting, chances of getting, chance of being, still be approved, get approved
be accepted, accepted for, will you lend, would you lend, do you lend, do you offer, do you guys offer
do you have .. account|card|loan|mortgage|savings|isa|rate, do you do, do you still do, do you give
is there a .. account|card|loan|savings|mortgage, any .. account|card|loan .. for, what rate, what's your best
what's the best rate, what is the interest, what's the interest, what interest, what's the minimum
what is the minimum, minimum deposit, minimum income, minimum salary, interest rate on, rates on
can i have another, can i have a second, can i have more, can i have an extra, can i have a spare, another card
a second card, extra card*, extra physical, spare card*, more cards, more physical cards, additional card*
get one of your
one of your cards, order a card, order a new card, order another, order a second, send .. card .. to, ship .. cards
deliver .. cards, request .. card|cards, requesting .. card, receive a .. card, obtain .. card, get .. virtual card
like .. virtual|physical|plastic|disposable .. card, want .. virtual|physical|plastic|disposable .. card
how many cards, hold .. second card, one more card, do you issue, do you post cards, issued to
which countries .. open|sign|join|account, what age .. open|account|card, account for under, prefer .. mastercard|visa
cards .. supported in, available in, available to, still eligible, can a student, get a card
get your card, want your card, a visa card, a mastercard
[lead.would_approve 2]
подскажите .. норм|нормальн*|хорош*|надежн*|надёжн*|дешев* .. интернет*|тариф*|банк*|карт*|оператор*|кредит*
посоветуйте .. тариф*|оператор*|симк*|интернет*|ипотек*|дебетов*|кредитк*, порадьте .. тариф|оператор*|інтернет
какой|какого .. тариф*|оператор* .. лучше|выбрать|подключить|взять|посоветуете ?
какой лучше .. тариф|банк|вклад|оператор
какую лучше .. карт*|симк*, остаться .. или .. перейти ?, $brand или $brand ?
$brand .. или .. $brand .. лучше|взять|выбрать ?
$brand чи $brand ?, где выгоднее, де вигідніше, $brand or $brand
что скаж* .. про|о|об|за, що скаж* .. про|за|о, кто пользу* .. $brand|банк*, хто користу* .. $brand|банк*
как вам .. $brand|банк*, як вам .. $brand|банк*, у кого .. опыт, в кого .. досвід, отзовитесь .. клиент*
стоит .. переходить|перейти|идти, чи варто .. переходити, какой .. банк ?, який .. банк ?
куда .. перейти|уйти ?, куди .. перейти|піти ?, чем .. заменить, чим .. замінити, чем .. пользоваться .. вместо
чем .. воспользоваться, чим .. користуватись|скористатись, вместо $brand, замість $brand, альтернатив*
thoughts on, anyone .. with $brand, anyone use $brand, is $brand any good, how is $brand
одобрят ли, одобрят .. кредит*|ипотек*|карт*|мне|если, одобрите, дадут ли
дадут .. кредит*|ипотек*|карт*|мне|рассрочк* ?, дают ли, дают .. кредит*|ипотек*|карт*|займ* ?
даете .. кредит*|ипотек*|карт*|рассрочк* ?, даёте, даете ?, выдаете ?, выдаёте ?, выдадут ли, дадите ли
дадите .. кредит*|ипотек*|карт* ?, есть шанс*, какие шансы, шансы .. получить|на
реально .. получить|взять|одобрят, хватит ли .. дохода|зарплаты|стажа, плох* .. ки ?, плох* .. кредитн* истори* ?
с плохой .. истори*, кто дает, кто даёт, какой банк .. даст|дает|даёт|одобр*|выда*|посоветуете|лучше|выгоднее
у кого .. ставка|процент|условия, подскажите банк, посоветуйте .. банк|карту|вклад|кредит*, посоветуете
какую карту .. взять|выбрать|лучше|оформить|посоветуете|завести, какая карта .. лучше|выгоднее
какой вклад .. лучше|выгоднее|открыть
какой .. кредит|вклад|счет|счёт|банк .. лучше|выгоднее|выбрать|взять|открыть
чи дадуть, чи дають, дадуть .. кредит*|іпотек*|картк* ?, дають .. кредит*|іпотек*|картк* ?, даєте ?, видаєте ?
видають ?, чи видаєте, чи видають, чи даєте, чи схвалять, схвалять .. кредит*|іпотек*|мені|якщо, погодять
чи погодять, чи є шанс*, є шанс, який шанс, які шанси, реально .. отримати|взяти, чи вистачить
поган* .. кредитн* істор* ?, хто дає, який банк .. дасть|дає|схвал*|видає|порадите|краще|вигідн*
порадьте .. банк|картку|вклад|депозит|кредит*, порадите
яку картку .. взяти|обрати|краще|оформити|порадите|завести|вибрати|відкрити, яка картка .. краща|краще|вигідн*
який .. кредит|вклад|рахунок|банк|депозит .. краще|кращий|вигідн*|обрати|взяти|відкрити
which bank .. best|gives|offers|should|is|would|has|lends, what bank .. best|should, which is the best
which account, which card, best bank for, best account for, best card for, best savings, best rate, best mortgage
cheapest account, cheapest card, good package, better package, offer me a, want to invest, want to start investing
cheapest loan, cheapest mortgage, which is cheaper, which lender, any recommendations, can anyone recommend
recommend a bank, recommend a good, recommend me, recommendations for, anyone use .. worth, anyone got .. worth
easiest bank, easiest account, would you approve, will i get approved, with bad credit, bad credit .. ?
one default, thin credit, no credit history
[lead.product_question 2]
есть ли .. вклад*|ипотек*|карт*|кредит*|накопительн*|программ*|рассрочк* ?
есть .. вклад*|ипотек*|кредит*|рассрочк* .. ?, есть у вас .. вклад*|ипотек*|кредит*|карт*
какая .. ставка .. ипотек*|вклад*|кредит*, ставк* .. по ипотек*|вклад*|кредит* ?
какой .. процент .. вклад*|кредит*, какие проценты .. вклад*, минимальн* сумм* .. вклад*|счет*|счёт*
сколько стоит .. обслуживание|карта|счет|полис|ячейк* ?, на какой срок .. ипотек*|кредит*|вклад*
какой .. первый|первоначальн* .. взнос, какой .. автокредит|кредит|вклад|депозит .. ?
с какого возраста .. карт*|счет*, до скольки лет .. карт*|кредит*|ипотек*, увеличить .. лимит, увеличьте лимит
поднять лимит, нужно тысяч, нужно .. тысяч .. на, нужны .. деньги на, стоит брать, стоит ли брать, ищет банк
ищу банк, ищем банк, подать заново, подаю заявку, подаю на .. ипотек*|кредит*, заявка .. на карту|кредит|ипотеку
заявк* .. завис*|висит, рассматрива* .. ипотек*|заявк*|программ*, хватит ли, что дешевле, куда нести, куди нести
є якийсь вклад, чи є .. вклад*|картк*|кредит*|депозит*|програм* ?, є у вас .. вклад*|картк*|кредит*|комірк*
у вас є .. вклад*|картк*|кредит*|комірк*, яка .. ставка .. іпотек*|депозит*|кредит*
під який .. відсоток .. покласти|вклад|депозит|кредит, під скільки .. кладете|дають|депозит
скільки відсотків .. іпотек*|вклад*|депозит*|кредит*, яка мінімальна сума
скільки коштує .. обслуговування|випуск|картка|рахунок|поліс ?, на який термін .. іпотек*|кредит*
який перший внесок, який .. кредит|вклад|депозит .. ?, з якого віку .. картк*, підвищать .. ліміт, підняти ліміт
збільшити ліміт, шукаю банк, шукаємо банк, шукаю .. рахунок|картку|кредит, хто брав .. кредит|іпотек*|оселю
хто оформляв, умови .. картц*|кредит*|іпотец*|депозит*, дозволять купити, підпишусь першою, підпишусь перший
підписали б, думаю замовляти, подаю на
my grandfather wants, wants to open, wants to get, want to open, rate on .. mortgage|loan|savings|isa ?
is it worth it, minimum for, do you accept, would you take, where to put, where should i put, where do i put
fancy a, after a loan, after a mortgage, need about, need around, raise my limit, increase my limit, higher limit
credit limit increase
[lead.terms 1]
какой .. процент|ставка|ставку|взнос|срок|лимит|доход|стаж ?
какая .. ставка|комиссия|сумма|минимальн*|процентн* ?, какие .. ставки|проценты|условия|тарифы ?, какие условия
условия какие, який .. відсоток|внесок|термін|ліміт|дохід|стаж ?, яка .. ставка|комісія|сума|мінімальна ?
які .. ставки|відсотки|умови|тарифи ?, які умови, умови які
сколько стоит .. $product|обслуживание|открытие|открыть ?
скільки коштує .. $product|обслуговування|відкриття|відкрити ?, почём, почем, под какой процент, под сколько
під який відсот*, під скільки, на какой срок, на який термін, сколько .. первоначальн*|взнос
скільки .. внесок|перший, с какого возраста, до какого возраста, з якого віку, до якого віку
есть ли у вас .. $product|услуга, чи є у вас, есть у вас .. $product|вклад|программа
у вас есть .. $product|вклад|программа ?, є у вас .. $product ?, у вас є .. $product ?
есть .. вклады|карты|кредиты|программы|рассрочка|ипотека ?
є .. вклади|картки|кредити|програми|розстрочка|іпотека ?, что выгоднее, что лучше, що вигідніше, що краще
выгоднее .. или, краще .. чи, лучше .. или ?, нужен ли первоначальный, без первоначальн*
без первого взноса, без першого внеску, минимальн* взнос, минимальн* сумм*, мінімальн* внес*, мінімальн* сум*
для самозанят*, для пенсионер*, для студент*, для иностран*, для ип, для ооо, для фоп, для впо, для військов*
для пенсіонер*, на ремонт, на машину, на квартиру, на авто, на житло, трейд ин, рефинансир* .. ?, рефінанс* .. ?
увеличить .. лимит, повысить лимит, збільшити .. ліміт, підвищ* .. ліміт, премиум, преміум
[lead.pending 2]
подал* .. заявк*, подал* .. на .. кредит|ипотек*|карт*|рефин*|автокредит, подала документы, подал документы
подали документы, отправил* .. заявк*, оставил* .. заявк*
заявка .. висит|завис*|рассматрива*|ушла|подана, заявка .. на рассмотрении, заявка .. в обработке
, заявк* .. рассматрив* ?
жду .. решени*|одобрени*|ответ* по .. кредит*|ипотек*|заявк*, жду решения, ждем решения, ждём решения
ждем одобрения, жду одобрения, предварительно одобр*, предодобр*, предварительное одобрение
одобрили .. ипотек*|кредит* .. что|как|куда, сколько .. рассматрива*, долго рассматрива*
сколько ждать .. ответ*|решени*|одобрени*|карт*, рассмотрение заявк*, заказал* карт*, жду карту
жду курьера .. карт*, не могу .. открыть|оформить .. счет|счёт|вклад|карту|накопительн*|кредит*
пытаюсь .. открыть|оформить|заказать|подать|взять, пытался .. открыть|оформить|заказать|подать|взять
пыталась .. открыть|оформить|заказать|подать|взять, пришел за кредит*, пришёл за кредит*, пришла за кредит*
хотел .. взять|открыть|оформить|положить|заказать, хотела .. взять|открыть|оформить|положить|заказать
хотели .. взять|открыть|оформить|положить|заказать, оценк* .. квартир*|ждем|ждём, объект .. одобр*|проверк*
одобрени* объект*
подав .. заявк*, подала .. заявк*, подали .. заявк*, подалась, подався, подав документи, подала документи
подали документи, залишив заявк*, залишила заявк*, заявка .. висить|завис*|розгляда*|подана, заявка .. на розгляді
заявка .. в обробці

заявк* .. розгляд* ?, чекаю .. рішення|погодження|схвалення, чекаємо .. рішення|погодження|схвалення
попередньо схвал*, попередньо погодж*, скільки .. розгляда*, розгляд заявк*, замовив карт*, замовила карт*
замовляв карт*, замовляю картку, не можу .. відкрити|оформити .. рахунок|вклад|картку|депозит|кредит
намагаюсь .. відкрити|оформити|замовити|подати, намагаюся .. відкрити|оформити|замовити|подати, прийшов по кредит
прийшла по кредит, хотів .. взяти|відкрити|оформити|покласти|замовити
хотіла .. взяти|відкрити|оформити|покласти|замовити, хотіли .. взяти|відкрити|оформити|покласти|замовити
оцінк* .. квартир*, оцінювач
my application, our application, mortgage application, loan application, card application, account application
application .. pending|submitted|status|review|stuck|weeks|days, applied for, applied on, applied in, applied last
applied weeks, i applied, we applied, i've applied, we've applied, just applied, have applied
waiting for a decision, waiting on a decision, waiting for .. approval|decision, waiting to hear
decision in principle, agreement in principle, mortgage offer, underwriter*, underwriting, valuation, surveyor
pre approved, preapproved, trying to open, trying to apply, trying to get a, tried to open, tried to apply
been trying to open, opening an account, opening a business, opening my .. account, open my .. account
open an account
new account
[lead.dream 1]
мечта, мечтаю, мечтаем, мечта о, мрія, мрію, мріємо, коплю на, копим на, збираю на
не хватает .. миллион*|тысяч*|на, не вистачає .. тисяч*|на, dream home, dream house, dream car, dreaming of
saving for, first home, first house, first car, first flat, our first, my first, deposit saved
[lead.veto.other -2]
получить деньги, получить зарплату, получить перевод, получить справку, получить подтверждение, получить доступ
получить выписку, подать обращение, подать заявление, подать документы, заказать звонок, оформить отсрочку
оформить каникулы, оформить доверенность, кредитные каникулы, заблокировать, разблокировать, украли, отказаться от
прекратить обслуживание, в другом банке, к соседям, отримати гроші, отримати переказ, отримати довідку
отримати виписку, подати звернення, подати заяву, заблокувати, розблокувати, вкрали, відмовитись від
відмовитися від, в іншому банку, кредитні канікули, акции .. брать
get a refund, get the refund, get my refund, a refund, get my money, get .. back, get .. working, get .. to work
old card, card is expiring, card expires, card expired, before it expires, is expiring, expiration
how do i activate, to activate, activate my, replacement card, my new card, new card arrived, just received
just got my
do not want, don't want, не хочу .. карт*|кредит*, не нужен .. кредит, не нужна .. карт*, не хочу .. картк*
[lead.veto.refused -2]
отказали .. кредит*|ипотек*|карт*, отказ .. кредит*|ипотек*|карт*, окончательн* отказ, пришел отказ, пришёл отказ
не одобрили, відмовили .. кредит*|іпотец*|картк*, прийшла відмова, не схвалили, не погодили, got declined
was declined, been declined, rejected, turned down, application declined, declined my application
refused my application, refused me a
[lead.veto.has -1]
моя ипотека, мою ипотеку, моей ипотеке, мой кредит, моего кредита, моему кредиту, по моему кредиту, мой вклад
моего вклада, моя карта, мою карту, моей карте, моей картой, плачу ипотеку, плачу кредит, брал .. кредит*|ипотек*
брала .. кредит*|ипотек*, взял .. кредит*|ипотек*, взяла .. кредит*|ипотек*
оформил .. карт*|кредит*|вклад|ипотек*, оформила .. карт*|кредит*|вклад|ипотек*, открыл .. вклад|счет|счёт
открыла .. вклад|счет|счёт, получил* .. карт*|кредит*|ипотек*|ключи, погасил*, закрыл* .. кредит*|ипотек*|вклад
закрыть .. счет|счёт|карт*|кредит*|вклад|ипотек*, закрити .. рахунок|картк*|кредит|депозит, закрываю, закриваю
моя іпотека, мій кредит, мій депозит, моя картка, мою картку, взяв .. кредит*|іпотек*, взяла .. кредит*|іпотек*
оформив .. картк*|кредит*, відкрив .. рахунок|депозит, отримав .. картк*|кредит*, погасив, погасила, my mortgage
my loan, my card, my savings, my account, close my, close the, closing my, cancel my, existing customer, paid off
already have, had my
[lead.veto.other -2]
успей*, оформи, оформите, оформляй*, оформіть, открой, откройте, відкрийте, отримайте, получите, получи, по ссылке
за посиланням, промокод*, помощь в получении, помогу .. кредит*, калькулятор*, apply now, apply today, sign up
open yours, get yours, terms apply, use code, link in bio, $url, сообщил*, повідомил*, россияне, россиян
$num млрд, $num млн, эксперт*, аналитик*, according to, announced, announces
)";

}  // namespace scrm::sentiment
