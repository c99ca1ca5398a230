// The Jobs host is wired in Hosting/.
return;
