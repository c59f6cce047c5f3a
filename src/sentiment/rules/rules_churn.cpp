// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules/rules_internal.hpp"

namespace scrm::sentiment {

const std::string_view kChurnRules = R"(
$moved = перехожу переходим перейду перейдем перейдём перешел перешёл перешла перешли ухожу уйду ушел ушёл ушла
$leave = ухожу уйду ушел ушёл ушла ушли уходим уходить уйти уходит уйдём уйдем уйдет уйдёт сваливаю сваливаем валю
$leave = валим валить свалил* сбегаю бегу побегу прощаюсь прощаемся попрощаюсь попрощаемся распрощал* прощай
$leave = прощайте прощевайте идемо йду піду пішов пішла пішли підемо підуть ідемо йдемо залишаю покидаю покидаем
$leave = тікаю тікаємо втікаю прощаюсь прощавай прощавайте попрощаюсь попрощаємось попрощаємося
$going = перехожу переходим перейду перейдем перейдём перейдет перейдёт перешел перешёл перешла перешли переезжаю
$going = переношу переносим перенесу перенес* переводимся переведусь перевелась перевелся переоформл*
$going = переоформил* переходжу переходимо перейду перейдемо перейде перейшов перейшла перейшли переношу
$going = переносимо перенесу переводимось переводимося переведусь забираю переоформлюю переоформлю переоформив
# What is sent goes away with its sender only when it is everything, or what comes in every month.
$sending = перевожу переводим переведу переведем переведём перевел перевёл перевела перевели переводит переводят
$sending = перевести переводить перевод перевода перевів перевела переводимо переводжу переводить переводять
$sending = переведемо переведу перекидаю перекину перекинул перекинула перекинув
$whole = все всё всю весь зарплат* зарплатн* пенси* пенсі* вклад вклады вкладу депозит* накоплен* сбережен* бизнес
$whole = обслуживан* обслуговуван* проект проєкт счет счёт счета рахунок рахунки усі
$closing = закрываю закрываем закрою закроем закрываюсь закрыл закрыла закрыли закрывать закрывайте закройте
$closing = расторгаю расторгаем расторгну расторг расторгла расторгнуть закриваю закриваємо закрию закриємо закрив
$closing = закрила закрили закривати закривайте закрийте розриваю розірву розірвав розірвала розірвати
$mine = счет* счёт* карт* картк* рахун* рахунок вклад вклада вклады вкладом депозит* кредитк* дебетовк* договор*
$mine = договір договору все всё всі усі обе обидві накопительн* накопичувальн* рко лінію линию
[churn.leaving 2]
!$leave .. от вас, !$leave .. из .. банка|$bank, !$leave в .. $brand|банк|другой
!$leave к .. конкурент*|$brand|сосед*|другим, !$leave туда где, !ухожу, !уходим, !уйду, !уйдём, !уйдем, !ушел от
!ушёл от, !ушла от, !валю .. отсюда, !сваливаю, !прощаюсь, !прощаемся, !прощайте, !прощай, !попрощаемся
распрощал*, попрощались, прощевайте, счастливо оставаться, не поминайте лихом, бывайте, адьос, до свидания $bank
до побачення, пока сбер, чао, аривидерчи, гудбай, больше не клиент*, больше не ваш, бывший клиент, бывшая клиентка
бывшим клиентом, теряете клиент*, потеряли клиент*, потеряете клиент*, лишились клиент*, минус клиент
минус один клиент, минус один, ищу другой банк, ищем другой банк, ищу .. банк где, буду искать .. банк, меняю банк
меняем банк, смен* банк, сменил* банк, сменю банк, поменяю банк, поменял* банк, бросаю .. банк|вас, ни ногой
ноги моей, нога моя, забуду .. как страшный сон, забуду дорогу, забыть вас, вычеркн*, больше ни ногой
меня тут не будет, меня здесь не будет, нам не по пути, не по пути, разойдемся, разойдёмся, развод, развожусь с
дальше без меня, без меня, удалил* приложение, удаляю приложение, удалю приложение
!$leave .. від вас, !$leave .. з .. банку|$bank, !$leave до .. конкурент*|$brand|іншого|сусід*|інших
!$leave туди де, !йду від, !піду від, !підемо від, !пішов до, !пішла до, !пішов від, !пішла від, !йду до, !тікаю
!прощавай*, !прощаюсь, !попрощаємос*, більше не клієнт*, більше не ваш*, колишн* клієнт*, втрачаєте клієнт*
втратили клієнт*, втратите клієнт*, мінус клієнт, мінус один, шукаю інший банк, шукаємо інший, шукатиму інший
міняю банк, міняємо банк, зміню банк, змінив банк, змінила банк, кидаю .. банк|вас|рахунок, ноги моєї
забуду .. як страшний сон, мене тут не буде, не по дорозі, розійдемо*, хай щастить, видалив застосунок
видаляю застосунок, видалю ваш застосунок, залишаю ваш банк, поставлю .. хрест, ставлю хрест
leaving you, leaving your bank, leaving this bank, leaving the bank, i'm leaving, we're leaving, am leaving
are leaving, i'll leave, i will leave, i'll be leaving, we'll leave, i left, goodbye, good bye, bye bye, bye $bank
farewell, so long, adios, sayonara, hooroo, good riddance, i'm out, im out, i'm off, we're off, we're done
i'm done, im done, done with you, done with this, done with your, done with $bank, over and out, so over
lost a customer, lost my business, lost our business, losing a customer, lose a customer, lost me, losing me
lose me, lost us, lose my business, lost another customer, one less customer, ex customer, former customer
no longer a customer, no longer your customer, not a customer anymore, taking my business, taking my money
taking our business, take my business, take my money, take our business, taking everything, parting ways
part ways, breaking up with, divorce, never see me again, won't see me again, you won't see, never again
never coming back, not coming back, won't be back, deleted the app, deleting the app, deleted it, deleted your app
dumping you, dumped you, ditching, ditched, ditch you, bin you, binned, binning, in the bin, cut up, cutting up
walking away, walked away, jumping ship, jump ship, looking for another bank, looking for a new bank
finding another bank, find another bank, find a new bank, time for a new bank, time to leave, time to switch
time to move, shall be leaving, will be leaving, out of here
[churn.switching 2]
!$moved .. на $brand, !$moved от $brand, !$moved из $brand, с $brand на $brand
с $brand .. перейти|перехожу|уйти|ухожу|сбежать
перейти с $brand, сменить $brand, сменил* .. $brand, меняю .. $brand, поменял* .. $brand, поменять .. $brand
з $brand на $brand, з $brand .. перейти|йду|піду, перейти з $brand, змінити $brand, змінив .. $brand
змінила .. $brand
смен* .. $brand|банк* .. на, сменой .. $brand|банк*, смене .. банк*, подума* .. смен*, думаю .. сменить
сменить оператор*, менять банк|оператор*, поменять оператор*, меняю оператор*, пора .. менять|валить|сваливать
пора .. уходить|бежать|забирать|снимать|переходить, хочется перейти .. на|к|в|до, тянет .. перейти|уйти|к
сдамся|продамся|сдаваться .. $brand|конкурент*|сосед*, возвращаюсь .. в|к|на .. $brand, перебегаю, переметн*
час .. міняти|тікати|йти|забирати|переходити, міняти банк|оператор*, міняю оператор*, хочеться перейти .. на|до|в
повертаюсь .. в|до .. $brand, повертаюся .. в|до .. $brand
going back to $brand, heading back to $brand, moving back to $brand, head back to $brand
сменил* оператор*, смена оператора, зміню оператора, закрытие .. карты|счета|счёта, закриття .. картки|рахунку
!$sending .. $whole .. в|на|к|до .. другой|другие|другого|інший|іншого|банк|$brand, перееду в другой, ушла на карту
ушёл на карту, ушел на карту, подаю на перевод, на рефинансирование к, из другого банка решено, счета опустошаю
опустошаю, открыт* .. в другом|модуле, открыт* .. другом банке, счёт уже открыт в, вклад забрала, вклад забрал
всей семьёй .. уйд*|ушли, уйдет от вас, уйдёт от вас, выхожу из, выходим из, дружно валим
картка іншого банку .. залишаюсь, перейшов у банк, перейшла у банк, у сусідньому банку, у сусідів
обслуговуюсь деінде, платити мені в інший, вивели .. усе|все, жодної копійки .. не
копійки не лишу, я йду, і йду туди, піду вже знаю, скоро піду, вже не у вас, іду до, видавайте все
i'm cancelling this, cancelling this card, cancelled mine, take it out and leave, asked for closing forms
closing forms, transfer form, go to another, building society next door, closing and, and closing
closing tomorrow itself
!$going .. в другой|другие|другом|сбер*|втб|альф*|тиньк*|тинькофф|газпромбанк|райф*|озон|яндекс|другого|$brand
!$going .. в .. банк, !$going .. из вашего, !$going .. от вас, !$going к .. конкурент*|вам|другим|сосед*
!перевожу .. все|всё|зарплат*|пенси*|вклад*|кредит* .. в
!переведу .. все|всё|зарплат*|пенси*|вклад*, !перевел* .. все|всё|зарплат*|пенси* .. в
!перевёл .. все|всё|пенсию|зарплату .. в, !перевожу зарплат*, !переведу зарплат*
перевести .. зарплат*|пенси* .. другой, переведу .. пенсию, нас|всех|сотрудник*|зарплат* .. переводят
переводят нас|всех|зарплат*|сотрудник*|карт* .. в|на, пересаживают на
загоняют .. в, заставляют .. перейти, зарплатн* проект .. другой|перевод*|перенос*|$brand, зарплата .. будет в
с первого числа зарплата, рефинансир* .. в другом|сбер*|втб|альф*, рефинансир* .. к соседям, рефинансировать .. вашу
рефинансируюсь, рефинансируемся, перекредит* .. в, открыл* счет в другом, открыл* счёт в другом
открыл* .. в другом банке, открываю .. в другом банке, несу .. в $brand, несу .. в другой, унес* .. в, отнес* .. в
унесла, унёс, отнёс, отнесла
забираю|забираем|заберем|заберём .. деньги|вклад*|все|всё|средств*|остаток|накоплен*|сбережен*|свои|и
заберу .. деньги|вклад*|все|всё|средств*|остаток
забрал* .. деньги|вклад*|все|всё|средств*|остаток|последн*, забрать .. все|всё .. и, снимаю все, снимаю всё
сниму все, сниму всё, снял* все, снял* всё, снимаю .. до копейки, вывожу .. все|всё|деньги|средства
вывел* .. все|всё|деньги|до
вывела все, выведу .. все|всё|деньги, вывести .. в другой, деньги вывел, деньги вывела, деньги унесл*
вывод* деньги, лучше под матрас, под матрас
!$going .. в інший|іншого|приват|моно|ощад|райф*|пумб|$brand, !$going .. до .. іншого|$brand|конкурент*|сусід*
!$going на .. моно|приват|райф*|пумб|$brand, !$going туди де, !$going .. в .. банк, !$going .. від вас
!перекину .. все, !перевожу .. все|зарплат*|пенсі*|гроші|витрати, !переводжу .. все|зарплат*|пенсі*|гроші
!переведу .. все|зарплат*|пенсі*|рахунок, !переведусь, перенесла все, переніс все, нас|усіх|зарплат* .. переводять
переводять нас|усіх|зарплат* .. на|в|до
зарплата .. буде в, зарплатн* проєкт .. інший|перев*|забир*, забираю зарплатний, рефінанс* .. в іншому
відкрив .. в іншому, відкриваю .. в іншому, відкрила .. в іншому, рахунок .. в іншому, несу .. в
забираю|забираємо .. гроші|вклад*|все|кошти|депозит|залишок|свої|і
заберу .. гроші|вклад*|все|кошти|залишок, заберемо, забрав .. гроші|вклад*|все|кошти|пенсію|депозит
забрала .. гроші|вклад*|все|кошти|депозит, знімаю все, зніму все, зняв все, зняла все, виводжу, вивів .. все|гроші
вивела .. все|гроші, виведу .. все|гроші|рахунки, вивести .. на картку іншого, гроші вивів, гроші вивела
перевів на пошту, на укрпошту
switching to, switching banks, switching bank, switching my, switching our, switching away, i'm switching
im switching, we're switching, am switching, i'll switch, i will switch, will be switching, i'll be switching
switched to, switched my, switched banks, have switched, i've switched, we've switched, i switched
switch to another, switch to a different, switch my account, switch away, switch form, switch guarantee
switch has, switch is, started the switch, starting the switch, current account switch, moving to $brand
moving to a, moving to another, moving my, moving our, moving all, moving everything, moving banks, i'm moving
we're moving, i'll move, i'll be moving, i will be moving, moved to $brand, moved my, moved our, moved all
moved everything, moved banks, move my .. to|account|money|mortgage|isa|salary|business, move our, move all my
move everything, move elsewhere, moving elsewhere, go elsewhere, going elsewhere, took my business, elsewhere
take it elsewhere, transferring my, transferring everything, transferring all, transferred my isa, transferred out
transfer out, transferring out, being transferred out, transfer my isa, pulling my, pulled my, pull my
pulling all, pulling everything, pulled all, withdraw everything, withdrawing everything, withdraw all
withdrawing all, withdrew everything, withdrew all, withdrawing my, taking out all, emptied my, salary's going to
salary is going, redirected, redirecting, my salary to, salary's been, salary moves
payroll .. moving|moves|switching, refinanced with, refinancing with, refinance to, refinancing elsewhere
remortgaged with, remortgaging with, remortgaging elsewhere, going to $brand, going to a credit union
gone to $brand, off to $brand, back to $brand, going with $brand, joining $brand, joined $brand
opened .. with $brand, opened at $brand, opened an account with, opening with $brand, find me at $brand
hello $brand, credit union
[churn.closing 2]
!$closing .. $mine, $closing .. у вас, !закрываю, !закрываем, !закроем, !закрываюсь, !закриваю, !закриваємо
!закриваюсь, закрывайте, закройте мне, закройте мой, закройте счет, закройте счёт
счет .. закрываю|закрою|закрыл*|закрыт, счёт .. закрываю|закрою|закрыл*|закрыт
карт* .. закрываю|закрою|закрыл*|выброшен*|выкин*|порежу|порезал*|разрез*|сдал*|сдаю|сдам
карт* .. под нож
вклад|вклада|вклады .. закрываю|закрою|закрыл|закрыла|закрыт, рахунок .. закриваю|закрию|закрив|закрила|закривайте
картк* .. закриваю|закрию|закрив|закрила|здав|здаю|здала|здаємо|ріжу|поріз*|різати
депозит .. закриваю|закрию|розірв*|розрив*, на закрытие, на закриття, заявление .. закрыти*, заяв* .. закрит*
расторгаю, расторгаем, расторгнуть, розриваю, розірвати договір, отказываюсь от .. карт*|услуг*|обслуживан*|вашего
откажусь от .. карт*|услуг*, відмовляюсь від .. картк*|послуг, відмовлюсь від
договор .. расторга*|расторгн*|закры*, сдаю карту, здаю картку, сдала карту, сдал карту, порезал* карту
режу карту, сожгу, сжигаю, выбрасываю карту, выбросил* карту, выкинул* карту, после этого закр*, и закрываю
и закриваю, і закриваю, й закриваю
closing my, closing our, closing all, closing the account, closing the card, closing the lot, closing it
closing down my, closing mine, i'm closing, im closing, we're closing our, i'll close, i will close
i'll be closing, will be closing my, closed my account, closed my accounts, closed mine, closed our, closed it
closed the account, closed the lot, closed all, i closed, i've closed, we've closed, just closed, have closed
close my account, close my accounts, close our account, close our accounts, close all my, close all our
close the account, close this account, close it all, close everything, close mine, close it down, shut it down
shut the account, shut my account, shut down my, shut the thing, shutting my, cancelling my, canceling my
cancelled my, canceled my, cancel my card, cancel my account, cancel the card, cancel my membership
cancel everything, account gets closed, account is closing, account goes, gets closed, account .. closed as of
account .. closed today, you may close, you can close, ready to close
отказаться от .. услуг|карт*|обслуживан*, відмовитис* від .. послуг|картк*, відмовитись від .. послуг|картк*
о расторжен*, на расторжен*, расторжен* договор*, просил* .. закрыть, просила .. закрити, просив .. закрити
[churn.how_close 2]
как .. закрыть .. $mine, как закрыть, как .. расторгнуть
как .. отказаться от .. карт*|кредитк*|услуг*|счет*|договор*, как .. забрать .. все|всё|деньги|вклад*
как .. снять все, как .. вывести все
закрыть .. счет|счёт|карту|счета|карты|кредитк*|вклад|договор|рко|накопительн* ?
чтобы закрыть .. счет|счёт|карту|вклад|кредитк*, закрыти* .. счет*|счёт*|карт*|вклад* ?, хочу закрыть
хочу .. закрыть .. $mine, хотим закрыть, хочу .. отказаться от .. карт*|вас|услуг*|банк*, хочу расторгнуть
хочу полностью, хочу прекратить, прекратить обслуживание, порядок закрытия, отказ от карты, больше не понадобится
больше не нужна, больше не нужен, перейти в другой, перевести .. $whole .. в другой банк, перевестись, сменить банк
поменять банк
як .. закрити .. $mine, як закрити, як .. розірвати, як .. відмовитись від, як .. відмовитися від
як .. забрати .. все|гроші|вклад|депозит|залишок, як .. зняти все
закрити .. рахунок|картку|рахунки|картки|кредитку|вклад|депозит|договір ?
щоб закрити .. рахунок|картку|депозит|кредитку, закритт* .. рахунк*|картк*|депозит* ?, хочу закрити
хочемо закрити, хочу .. відмовитис*, хочу .. відмовитись, хочу розірвати, порядок закриття, більше не планую
не планую користуват*, перейти в інший, перейти до іншого, перевести .. $whole .. в інший|до, хочемо піти
хочу піти
не хочу більше, не збираюсь .. залишат*
terminate .. account, remove .. account, get rid of .. account, deactivate .. account
account .. removed|deleted|terminated
delete my account, delete .. account, delete my profile, terminate my, terminate the account, remove my account
deactivate my account, get rid of my account, end my account, how do i close, how can i close, how to close
how do i cancel, how can i cancel, how do we close
how does one close, want to close, would like to close, i'd like to close, we'd like to close, need to close
wish to close, going to close, can i close, can you close, could you close, please close, help me close
process to close, closing an account, closing the account, to close an, to close the, to close my, to close our
to close mum's, close mum's, close a .. account, close an, closing it, closing down, shut a dormant
shut an account, shut down an, want to leave, want to switch to another, how do i switch, how do i move .. away
how do i leave, how do i transfer .. out, option to close, close online, closure, account closure, payoff letter
settlement figure
[churn.never 2]
никогда больше, больше никогда, никогда .. не вернусь|приду|буду|воспользу*|верну*, больше не вернусь
больше не приду, больше не буду .. вашим|пользовать*|клиент*|вам, больше .. не пользуюсь, больше с вами
больше не хочу .. вас|вами|пользовать*|дел, с вами .. больше, последний раз, последняя капля, последнее обращение
последний мой, никаких дел, хватит с меня, с меня хватит, с меня довольно, терпение лопнуло, терпение кончилось
лопнуло терпение, моё терпение, с этим банком покончено, покончено
ніколи більше, більше ніколи, ніколи .. не повернусь|прийду|буду|скористаюсь|повернуся
більше не повернусь, більше не прийду, більше не буду .. вашим|вашою|користуват*|клієнт*, більше .. не користуюсь
більше не хочу, більше знати не хочу, остання крапля, востаннє, терпець урвався, з мене досить, з мене вистачить
з мене годі
never again, never using, never use .. again, never be back, never bank, never coming, last straw, final straw
last time, that's it, that is it, had enough, enough is enough, fed up .. $leave, not staying, won't stay
why stay, why should i stay, no reason to stay, reason to stay, why i stay, why i shouldn't go, nothing keeping me
no longer bank, no longer use, stopped using, stop using
[churn.threat 1]
иначе .. уйд*|уход*|перейд*|закро*|закрыва*|забер*, или .. ухожу|закрываю|перехожу|уйду|уйдём|перейду|перейдём
если .. ухожу|уйду|закрою|закрываю|перейду|перехожу|забираю|заберу|уйдем|уйдём
або .. переходжу|закриваю|піду|перейду|перейде, інакше .. піду|перейд*|закри*|забер*
якщо .. закриваю|закрию|піду|перейду|переходжу|заберу|забираю, or else i, or i'm off, or i'm leaving, or i'll
or we, otherwise i, otherwise i'm, otherwise we, if not i'll, and i'm gone, or i walk, or i move, i'll go to
[churn.veto.advice -2]
не ходите, не идите, не открывайте, не связывайтесь, не советую, никому не советую, обходите, бегите из, бегите от
держитесь подальше, закрывайте счета, забирайте, забирайте деньги, выводите деньги, люди забирайте, уходите из
не йдіть, не відкривайте, не зв'язуйтесь, нікому не раджу, оминайте, тікайте, забирайте гроші, люди забирайте
закривайте рахунки, don't open, do not open, don't bank with, avoid, stay away, take your money out
close your account, close your accounts, move your money, switch to a better, run away, everyone should
[churn.veto.from_other -3]
ушел к вам, ушёл к вам, ушла к вам, перешел к вам, перешёл к вам, перешла к вам, перешли к вам, перехожу к вам
перейду к вам, перешел из, перешёл из, перешла из, перешли из, ушел из .. к вам, пришел из, пришёл из, пришла из
переманил*, хочу к вам, хотим к вам, думаю к вам, перевести .. к вам, перевести .. в ваш, перехожу .. к вам
перевожу .. к вам, переводим .. к вам, переведу .. к вам, перенес* .. к вам, перейшов до вас, перейшла до вас
перейшли до вас, переходжу до вас, хочу до вас, хочемо до вас, перевести .. до вас, перевести .. на вашу
перейду до вас, switched to you, switching to you, moved to you, moving to you, switch to you, move to you
coming from, came from, came over from, switched from, switching from, moved from, moving from, left .. for you
leave .. for you, come to you, joined you, over to you, join you, switch from
# Money that is sent, not taken away; a card that is fetched.
[churn.veto.sending -2]
комисси*|лимит*|процент* .. за|на .. перевод*, перевод* .. комисси*|лимит*|сбп|реквизит*|процент*|телефон*
$sending .. $num, $sending|перевод*|переказ* .. с|з $brand на $brand, $sending .. по .. номеру|реквизитам|сбп, $sending .. не|без .. дош*|приш*|комисси*
перевод* .. завис*|идет|идёт|ушел|ушёл, перевест* .. деньги|сумму .. в|на, как перевести, как отправить
комісі*|ліміт* .. за|на .. переказ*, переказ* .. комісі*|ліміт*|відсотк*|реквізит*|завис*, як переказати, як скинути
fee|fees|charge|limit .. transfer|transfers, transfer|transfers .. fee|fees|limit|pending|days, send money
забира*|забра* .. карту|картку|талон|выписку|справку
[churn.veto.other -2]
закрыли|закрыл|закрывают|закрывается|закрылось .. отделени*|офис*|филиал*|банкомат*|окно|двер*
закрыли|закрыл|закрыла|закрываю|закрывают .. обращени*|заявк*|претензи*|вкладк*|приложени*|сбор|долг*|кэшбэк*
закрили|закрив|закрила|закривають .. відділення|офіс*|банкомат*|збір|банку|звернення|заявк*|вкладк*|борг*
ухожу|уйду|ушел|ушёл|ушла|ушли|йду|піду|пішла|пішов .. пенси*|пенсі*|отпуск|відпустк*|декрет*|рейс|больничн*|работ*|учиться
банк закрывает, банк закрыл, закрыл .. ипотеку, закрыла ипотеку, закрыли ипотеку, ипотека закрыта, кредит закрыт
закрыл|закрыла|закрыли|закрываю|закрою .. кредит|потреб|рассрочку|ипотеку|займ
закриваю|закрию .. кредит|розстрочку|позику
закрыть|погасить|закрити|погасити .. кредит|потреб|рассрочку|розстрочку|ипотеку|іпотеку|займ|позику
закрыть .. досрочно, закрыть долг
закрити борг, закрити достроково, закрив кредит, закрила кредит, закрыл .. долг, вклад закончил*, вклад заканчива*
срок вклада, сообщил*, повідомил*, сообщает, россияне, банк россии, отозвал лицензи*, с рынка, уходит с рынка
уходит из россии, ушел из россии, ушёл из россии, іде з ринку, виходить з ринку, из украины, прекращает работу
глава, директор, топ менеджер, branch closures, closing branches, closing branch, closing the branch
$add|дайте .. закрыть|закрывать|закрытие|закрытия, нужна|нужен|хватает .. возможности|возможность|кнопки|кнопка .. закрыть
кнопк* .. закрыть|закрывать|закрытия, $add|дайте .. закрити|закривати|закриття
бракує|потрібна .. можливості|можливість|кнопки|кнопка .. закрити, кнопк* .. закрити|закривати|закриття
add|introduce .. close|closing|closure, let people|customers|clients|users .. close, add .. button|option|way .. close
closing our branch, branch is closing, branches to close, closing its, to close branches, announced, announces
you closed my, they closed my, closed my account without, closed my account for, froze and closed
close my account without
)";

}  // namespace scrm::sentiment
